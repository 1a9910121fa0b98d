/** What one gate found. A version becomes champion when every gate passed. */
export interface GateResult {
  /** Its name: `quality`, `calibration`, `latency`, `coverage`, `offPolicy`. */
  name: string;
  /** Skipped gates count as passed. */
  passed: boolean;
  /** Not judged, and `detail` says for want of what. */
  skipped: boolean;
  /** What was measured; null when it could not be. */
  value: number | null;
  /** The bound that the value was held against. */
  threshold: number | null;
  /** How far the value lies on the right side of the threshold; negative when it is on the wrong one. */
  margin: number | null;
  /** On which side of the threshold the value must lie. */
  rule: 'above' | 'atLeast' | 'atMost';
  /** One sentence for people, with the figures. */
  detail: string;
  /**
   * The same as a code of this gate and what the sentence names, for readers of another language. Numbers are as
   * measured: shares of 1, milliseconds. Verdicts that were stored before there were codes have none.
   */
  code?: string;
  figures?: Record<string, string | number>;
}
