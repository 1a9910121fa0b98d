/**
 * Port: model files, exports and other blobs by name. Embedded: a folder. Names are `a/b/c` of letters, digits,
 * `-_.`, each part beginning with a letter, digit or `_`; anything else rejects with `invalid_request`.
 */
export interface ArtifactStore {
  /** Writes atomically (a reader sees the old bytes or the new ones). Returns the SHA-256 in hex. */
  put(name: string, bytes: Uint8Array): Promise<string>;
  /** Reads whole; rejects with `not_found`, or `storage_failed` when `sha256` is given and does not match. */
  get(name: string, sha256?: string): Promise<Uint8Array>;
  /** What begins with `prefix` ('' for all), ordered by name. */
  list(prefix: string): Promise<{ name: string; size: number; modifiedAt: number }[]>;
  remove(name: string): Promise<boolean>;
}
