/** Bounds of one event, stated in docs/events.md. */
export const limits = {
  /** Characters of an id: message, customer, anonymous, item, decision. */
  idLength: 256,
  /** Characters of a channel, device or placement name. */
  nameLength: 64,
  typeLength: 64,
  /** Largest absolute `value`. */
  value: 1e12,
  quantity: 1e9,
  /** Nesting of `properties` and `traits`, the object itself being level 1. */
  depth: 10,
  /** UTF-8 bytes of `properties` (and of `traits`) as compact JSON. */
  propertiesBytes: 32 * 1024,
  /** Events in one request. */
  events: 10_000,
  bodyBytes: 10 * 1024 * 1024,
  /** Custom event types of one deployment. */
  customTypes: 1000,
  /** Earliest event time taken. */
  earliest: Date.UTC(2000, 0, 1),
  /** Event times at most this far ahead of the server's clock are taken, as of their arrival. */
  futureMs: 5 * 60_000,
  /** A difference of clocks up to this is as likely the network's delay, and is left alone. */
  skewMs: 5000,
} as const;
