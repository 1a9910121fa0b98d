/** What one gate found. A version becomes champion when every gate passed. */
export interface GateResult {
  /** Its name: `quality`, `calibration`, `latency`, `coverage`, `offPolicy`. */
  name: string;
  passed: boolean;
  /** What was measured; null when it could not be. */
  value: number | null;
  /** The bound that the value was held against. */
  threshold: number | null;
  /** On which side of the threshold the value must lie. */
  rule: 'above' | 'atLeast' | 'atMost';
  /** One sentence for people, with the figures. */
  detail: string;
}
