/** Gives a buffer's memory back at once; else it stays until the collector next looks at old objects. Its views become empty. */
export function release(buffer: ArrayBuffer): void {
  buffer.transfer(0);
}

/** From this size on the allocator gives a buffer pages of its own; see docs/decisions/0001-semi-space-and-arenas.md. */
const ownPages = 1 << 19;

/**
 * Zeroed bytes whose memory goes back to the system when they are released. Small ones lie at the start of a
 * larger buffer, the rest of which is never touched and so takes no memory.
 */
export function returnableBytes(length: number): Uint8Array<ArrayBuffer> {
  return new Uint8Array(new ArrayBuffer(Math.max(length, ownPages)), 0, length);
}
