/** What a ranker sees of one request's candidates. Arrays are reused: read, never keep. */
export interface ScoreInput {
  /** Feature vectors, row-major `count × width`, NaN where missing; columns as `FeatureEngine.names`. */
  matrix: Float64Array;
  count: number;
  width: number;
  /** Item rows. */
  rows: Int32Array;
  /** `count × sourceCount`: each source's score, 0 when it did not name the item. Order: `sourceNames`. */
  evidence: Float64Array;
  /** Epoch ms. */
  at: number;
}

/** A part of one candidate's score, for reasons. */
export interface Contribution {
  /** Feature name, or `source.NAME`. */
  feature: string;
  kind: ReasonKind;
  /** In the score's unit; parts of one candidate sum to its score, up to a constant. */
  contribution: number;
}

export type ReasonKind =
  | 'buyAgain'
  | 'boughtTogether'
  | 'affinity'
  | 'trending'
  | 'popular'
  | 'new'
  | 'clickRate'
  | 'priceFit'
  | 'boughtRecently'
  | 'other';

/** Gives each candidate a number; larger is better. Deterministic, synchronous. */
export interface Scorer {
  /** The registry's `name@version`. */
  readonly modelVersion: string;
  /** Writes `count` scores into `out`. A score that is not finite counts as the worst. */
  score(input: ScoreInput, out: Float64Array): void;
  /**
   * Parts of one candidate's score, strongest first. Without it reasons come from the default ranker's parts.
   * `detailed`: the request asks for reasons; otherwise one sentence is all that comes of it, and a quick
   * estimate does.
   */
  explain?(input: ScoreInput, position: number, detailed: boolean): Contribution[];
  /** Calibrated probability of a click from a score, 0..1. Without it counted clicks tell. */
  expectedEngagement?(score: number): number;
}
