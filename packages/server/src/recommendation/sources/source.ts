import type { RecentView } from '../../profiles/recent-events.ts';
import type { CandidateSet } from '../candidates.ts';
import type { SourceName } from '../placement.ts';

/** What sources know of a request. One object, reused. */
export interface RetrievalContext {
  /** −1 for an unknown customer. */
  customerRow: number;
  /** Epoch ms. */
  at: number;
  /** Items the request is about, by weight: the page's item, the cart's, then what the customer did last. */
  seeds: Int32Array;
  seedWeights: Float64Array;
  seedCount: number;
  recent: RecentView;
}

/**
 * Names candidates from memory in at most a tenth of a millisecond, best first, until `candidates.offer`
 * answers false. Scores are positive and comparable within the source only.
 */
export interface CandidateSource {
  readonly name: SourceName;
  retrieve(context: RetrievalContext, candidates: CandidateSet): void;
}
