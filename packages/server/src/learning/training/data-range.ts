/** What of the journal a model learned from; the same range always gives the same checksum. */
export interface DataRange {
  fromOffset: number;
  toOffset: number;
  /** SHA-256 over the records' JSON texts. */
  checksum: string;
  rows: number;
  positives: number;
  /** Epoch ms of the first and last group. */
  from: number;
  to: number;
}
