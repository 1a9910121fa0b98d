/** Gives a buffer's memory back at once; else it stays until the collector next looks at old objects. Its views become empty. */
export function release(buffer: ArrayBuffer): void {
  buffer.transfer(0);
}
