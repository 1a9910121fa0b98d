/** Port: model files, exports and other blobs by name. Embedded: a folder. Names are `a/b/c`, letters, digits, `-_.` only. */
export interface ArtifactStore {
  /** Writes atomically (a reader sees the old bytes or the new ones). Returns the SHA-256 in hex. */
  put(name: string, bytes: Uint8Array): Promise<string>;
  /** Reads whole; rejects with `not_found`, or `storage_failed` when `sha256` is given and does not match. */
  get(name: string, sha256?: string): Promise<Uint8Array>;
  list(prefix: string): Promise<{ name: string; size: number; modifiedAt: number }[]>;
  remove(name: string): Promise<boolean>;
}
