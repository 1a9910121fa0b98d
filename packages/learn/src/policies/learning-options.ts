import { checkUniformShare } from './distributions/slate-distribution.ts';
import type { Observation } from './slate.ts';

/** What all learning policies share. */
export interface LearningOptions {
  /** Share of requests whose slate is drawn uniformly: the floor under every propensity. Default 0. */
  uniformShare?: number;
  /**
   * Time after which an observation counts half, for rewards that drift; in the unit of `at`. Default: null,
   * nothing is forgotten.
   */
  halfLife?: number | null;
  /**
   * Chance that a customer looks at each rank, the first rank first; ranks beyond the last count like it
   * (position-based model: Richardson, Dominowska and Ragno, WWW 2007). Default [1], all ranks alike.
   */
  examination?: readonly number[];
}

/** How a Thompson policy with independent arms comes by its propensities. */
export interface DrawOptions {
  /**
   * Null (default): by integration, with a stated numerical error. A number: so many posterior draws per
   * request, one of which decides; the propensities count all of them, exact given the draws, in a fraction of
   * the time. Then set a `uniformShare`: given its draws, only it leaves every candidate a chance.
   */
  draws?: number | null;
  /** Nodes for the integration: more nodes, smaller error, longer time. Default 128. */
  maxNodes?: number;
}

/** @throws RangeError unless `draws` is null or an integer from 1, and `maxNodes` one from 32 to 65,536 */
export function checkDrawOptions({ draws = null, maxNodes = 128 }: DrawOptions): {
  draws: number | null;
  maxNodes: number;
} {
  if (draws !== null && (!Number.isInteger(draws) || draws < 1)) {
    throw new RangeError(`draws must be an integer from 1, or null, got ${draws}`);
  }
  return { draws, maxNodes: checkMaxNodes(maxNodes) };
}

/** @throws RangeError unless an integer from 32 to 65,536 */
export function checkMaxNodes(maxNodes: number): number {
  if (!Number.isInteger(maxNodes) || maxNodes < 32 || maxNodes > 65_536) {
    throw new RangeError(`maxNodes must be an integer from 32 to 65536, got ${maxNodes}`);
  }
  return maxNodes;
}

/** {@link LearningOptions} with their defaults filled in, as kept in JSON. */
export interface LearningSettings {
  uniformShare: number;
  halfLife: number | null;
  examination: number[];
}

/** @throws RangeError for a share or chance outside its range, or a half-life that is not positive */
export function learningSettings(options: LearningOptions): LearningSettings {
  const { uniformShare = 0, halfLife = null, examination = [1] } = options;
  checkUniformShare(uniformShare);
  if (halfLife !== null && !(halfLife > 0 && Number.isFinite(halfLife))) {
    throw new RangeError(`halfLife must be positive and finite, or null, got ${halfLife}`);
  }
  if (!Array.isArray(examination) || examination.length === 0)
    throw new RangeError('examination must not be empty');
  for (const chance of examination) {
    if (!(chance > 0 && chance <= 1))
      throw new RangeError(`examination must be above 0 and at most 1, got ${chance}`);
  }
  return { uniformShare, halfLife, examination: [...examination] };
}

/** The chance that the observation's rank was looked at. @throws RangeError for a rank that is no integer from 0 */
export function examinationOf({ examination }: LearningSettings, { rank = 0 }: Observation): number {
  if (!Number.isInteger(rank) || rank < 0)
    throw new RangeError(`rank must be an integer from 0, got ${rank}`);
  return examination[Math.min(rank, examination.length - 1)];
}

/**
 * By how much what was known at `from` has faded at `to`: 2^(−(to − from) / halfLife), 1 without a half-life
 * or when `to` is not later.
 * @throws RangeError if there is a half-life, but no time
 */
export function fading(halfLife: number | null, from: number, to: number | undefined): number {
  if (halfLife === null) return 1;
  if (to === undefined || !Number.isFinite(to))
    throw new RangeError(`at must be a time when halfLife is set, got ${to}`);
  return to > from ? 2 ** ((from - to) / halfLife) : 1;
}
