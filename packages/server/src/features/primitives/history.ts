/**
 * The layout of history lists, shared by customers and items: records sorted by time, oldest first.
 * A record stands for one event, or for several that compaction joined (`count` > 1).
 */
export const floatField = { time: 0, value: 1, quantity: 2 } as const;
export const floatWidth = 3;

/** `valued`: how many of the record's events carried a value. `item` only in customers' histories. */
export const intField = { kind: 0, count: 1, valued: 2, item: 3 } as const;
export const customerIntWidth = 4;
export const itemIntWidth = 3;

/** Type, channel and device in one number; type 0 is any type beyond the vocabulary's limit. */
export function packKind(type: number, channel: number, device: number): number {
  return type | (channel << 16) | (device << 24);
}

export function typeOf(kind: number): number {
  return kind & 0xffff;
}

export function channelOf(kind: number): number {
  return (kind >>> 16) & 0xff;
}

export function deviceOf(kind: number): number {
  return kind >>> 24;
}

/** Bounds of the vocabularies, given by the bits above. */
export const maxTypes = 10_000;
export const maxPlaces = 255;
