import { type Random, SoftmaxPolicy } from '@personalize/learn';
import type { DecisionLearning } from '../../stores/journal/record.ts';
import { maxCandidates } from '../candidates.ts';
import { pickSwapping } from '../policy.ts';
import type { ScoreInput } from '../scorer.ts';
import { type ArmScores, meanReward, measuredNoise } from './arm-scores.ts';
import type { ContextPlan, Contexts } from './contexts.ts';
import { DrawnOrders } from './drawn-orders.ts';
import type { LinearModels } from './linear-models.ts';
import {
  type ContextualPolicy,
  examinationOf,
  isContextual,
  isLearning,
  type LearningPolicy,
  maxDimension,
  type PolicyConfig,
  rewardOf,
  uniformShareOf,
} from './policy-config.ts';
import { halfLifeOf, policyKey } from './policy-key.ts';
import type { Level, Posteriors } from './posteriors.ts';
import type { TreeEnsembles } from './trees/tree-ensembles.ts';

export interface ChoiceRequest {
  policy: PolicyConfig;
  placement: string;
  /** The segment or the experiment's variant whose policy this is; each learns by itself. */
  segment?: string;
  variant?: string;
  /** Candidates in the order of relevance and diversity, all of them within the caps. */
  pool: Int32Array;
  slots: number;
  scores: Float64Array;
  input: ScoreInput;
  /** Epoch ms. */
  at: number;
  /** False: what the policy holds to be best, without chance. */
  explore: boolean;
}

/** A slate: positions in rank order, and the probability with which the policy puts each at its rank. */
export interface Choice {
  order: Int32Array;
  propensities: Float64Array;
  /** Largest numerical error of the propensities; 0 where they are exact. */
  propensityError: number;
  /** What the policy learns from the decision; absent when it does not learn. */
  learning?: DecisionLearning;
  /** By rank, for contextual policies. */
  contexts?: number[][];
}

const defaultDraws = 32;
const defaultPriorWeight = 20;
const defaultRidge = 10;
/** Most nodes of the integration behind softmax propensities; usual pools need half of them. */
const softmaxNodes = 128;
/** A missing value, to trees: below every other, as values of features that may be missing are mostly positive. */
const missingToTrees = -1;
const arms = Array.from({ length: maxCandidates }, (_, i) => String(i));

/**
 * Chooses slates by any policy. Policies that learn read what they know from memory, into buffers that serve
 * every answer in turn.
 */
export class PolicyEngine {
  readonly #posteriors: Posteriors;
  readonly #linear: LinearModels;
  readonly #arms: ArmScores;
  readonly #contexts: Contexts;
  readonly #trees: TreeEnsembles;
  readonly #random: Random;
  readonly #uniform: () => number;
  readonly #drawn = new DrawnOrders();
  readonly #scores = new Float64Array(maxCandidates);
  readonly #sums = new Float64Array(maxCandidates);
  readonly #matrix = new Float64Array(maxCandidates * (maxDimension + 1));
  readonly #raw = new Float64Array(maxCandidates * (maxDimension + 1));
  readonly #missing = new Float64Array(maxDimension);
  readonly #level: Level = { weight: 0, total: 0, count: 0, amount: 0, squares: 0, at: 0 };
  readonly #softmax = new WeakMap<PolicyConfig, SoftmaxPolicy>();

  constructor(
    parts: {
      posteriors: Posteriors;
      linear: LinearModels;
      arms: ArmScores;
      contexts: Contexts;
      trees: TreeEnsembles;
    },
    random: Random,
    /** Uniform in [0, 1): what ε-greedy draws from. */
    uniform: () => number = () => random.uniform(),
  ) {
    this.#posteriors = parts.posteriors;
    this.#linear = parts.linear;
    this.#arms = parts.arms;
    this.#contexts = parts.contexts;
    this.#trees = parts.trees;
    this.#random = random;
    this.#uniform = uniform;
  }

  choose(request: ChoiceRequest): Choice {
    const { policy, pool, explore } = request;
    const size = Math.min(request.slots, pool.length);
    if (isLearning(policy)) return this.#learned(policy, request, size);
    if (!explore || size === 0) return head(pool, size);
    if (policy.kind === 'epsilonGreedy') {
      const { order, propensities } = pickSwapping(pool, size, policy.epsilon, this.#uniform);
      return { order, propensities, propensityError: 0 };
    }
    if (policy.kind === 'softmax') return this.#softly(policy, request, size);
    if (uniformShareOf(policy) === 0) return head(pool, size);
    for (let i = 0; i < pool.length; i++) this.#scores[i] = -i;
    this.#drawn.begin(size);
    this.#drawn.add(this.#scores, pool.length);
    return this.#picked(pool, size, uniformShareOf(policy));
  }

  /** The orders that a policy draws for a request, until the next one; nothing is chosen. */
  draw(policy: LearningPolicy, request: ChoiceRequest): DrawnOrders {
    const { placement, segment, variant, pool, slots } = request;
    const plan = isContextual(policy) ? this.#contexts.plan(policy) : undefined;
    const key = policyKey({ policy, placement, segment, variant, context: plan?.hash });
    this.#drawn.begin(Math.min(slots, pool.length));
    if (plan === undefined) this.#drawArms(policy, key, request);
    else this.#drawContextual(policy as ContextualPolicy, plan, key, request);
    return this.#drawn;
  }

  #learned(policy: LearningPolicy, request: ChoiceRequest, size: number): Choice {
    const { pool, explore, placement, segment, variant } = request;
    const plan = isContextual(policy) ? this.#contexts.plan(policy) : undefined;
    const key = policyKey({ policy, placement, segment, variant, context: plan?.hash });
    const learning: DecisionLearning = {
      policy: key,
      kind: policy.kind,
      reward: rewardOf(policy),
      examination: Array.from({ length: size }, (_, k) => examinationOf(policy, k)),
    };
    const halfLife = halfLifeOf(policy);
    if (halfLife > 0) learning.halfLife = halfLife;
    if (size === 0) return { ...head(pool, 0), learning };
    this.draw(policy, request);
    const choice = explore ? this.#picked(pool, size, uniformShareOf(policy)) : this.#picked(pool, size, 0);
    choice.learning = learning;
    if (plan !== undefined) choice.contexts = this.#contextsOf(choice.order, pool, plan.dimension);
    return choice;
  }

  /** Beta and normal posteriors of single items. */
  #drawArms(policy: LearningPolicy, key: string, { pool, input, at, explore }: ChoiceRequest): void {
    if (policy.kind !== 'betaThompson' && policy.kind !== 'gaussianThompson') return;
    const row = this.#posteriors.find(key);
    this.#posteriors.readLevel(row, at, this.#level);
    const mean = meanReward(this.#level, rewardOf(policy));
    this.#arms.read(row, input.rows, pool, mean, policy.priorWeight ?? defaultPriorWeight, at);
    const count = pool.length;
    if (!explore) {
      this.#arms.means(count, this.#scores);
      this.#drawn.add(this.#scores, count);
      return;
    }
    const noise =
      policy.kind === 'gaussianThompson' ? (policy.noise ?? measuredNoise(this.#level, rewardOf(policy))) : 0;
    for (let m = policy.draws ?? defaultDraws; m > 0; m--) {
      if (policy.kind === 'betaThompson') this.#arms.drawBeta(count, this.#random, this.#scores);
      else this.#arms.drawNormal(count, noise, this.#random, this.#scores);
      this.#drawn.add(this.#scores, count);
    }
  }

  #drawContextual(policy: ContextualPolicy, plan: ContextPlan, key: string, request: ChoiceRequest): void {
    const { pool, input, at, explore, scores } = request;
    const row = this.#posteriors.find(key);
    const { dimension } = plan;
    if (policy.kind === 'bootstrappedTrees') this.#missing.fill(missingToTrees);
    else this.#linear.means(row, dimension, this.#missing);
    this.#contexts.fill(plan, input, scores, pool, this.#missing, this.#raw);
    if (policy.kind === 'bootstrappedTrees') this.#drawTrees(key, dimension, pool.length, explore);
    else this.#drawLinear(policy, row, plan, pool.length, at, explore);
  }

  #drawLinear(
    policy: Extract<ContextualPolicy, { kind: 'linUcb' | 'linearThompson' }>,
    row: number,
    plan: ContextPlan,
    count: number,
    at: number,
    explore: boolean,
  ): void {
    const { dimension } = plan;
    this.#posteriors.readLevel(row, at, this.#level);
    const noise = measuredNoise(this.#level, rewardOf(policy));
    const model = this.#linear.solve(row, plan, policy.ridge ?? defaultRidge, halfLifeOf(policy), at);
    this.#matrix.set(this.#raw.subarray(0, count * dimension));
    this.#linear.standardise(model, this.#matrix, count);
    if (policy.kind === 'linUcb' || !explore) {
      const alpha = policy.kind === 'linUcb' && explore ? (policy.alpha ?? 1) * noise : 0;
      this.#multiply(model.coefficients, dimension, count);
      for (let i = 0; i < count && alpha > 0; i++) {
        this.#scores[i] += alpha * this.#linear.width(model, this.#matrix, i * dimension);
      }
      this.#drawn.add(this.#scores, count);
      return;
    }
    for (let m = policy.draws ?? defaultDraws; m > 0; m--) {
      this.#multiply(this.#linear.draw(model, noise, this.#random), dimension, count);
      this.#drawn.add(this.#scores, count);
    }
  }

  #multiply(coefficients: Float64Array, dimension: number, count: number): void {
    const z = this.#matrix;
    for (let i = 0, cell = 0; i < count; i++) {
      let sum = 0;
      for (let j = 0; j < dimension; j++) sum += coefficients[j] * z[cell++];
      this.#scores[i] = sum;
    }
  }

  /** Before the first fit the pool's own order serves. */
  #drawTrees(key: string, dimension: number, count: number, explore: boolean): void {
    const ensemble = this.#trees.get(key);
    if (ensemble === undefined || ensemble.columns !== dimension + 1) {
      for (let i = 0; i < count; i++) this.#scores[i] = -i;
      this.#drawn.add(this.#scores, count);
      return;
    }
    // The last column is ln of the chance to be looked at: all are compared as if they stood on top.
    const { columns, members } = ensemble;
    for (let i = 0; i < count; i++) {
      for (let j = 0; j < dimension; j++) this.#matrix[i * columns + j] = this.#raw[i * dimension + j];
      this.#matrix[i * columns + dimension] = 0;
    }
    if (!explore) this.#sums.fill(0, 0, count);
    for (const member of members) {
      member.predictRows!(this.#matrix, count, this.#scores);
      if (explore) this.#drawn.add(this.#scores, count);
      else for (let i = 0; i < count; i++) this.#sums[i] += this.#scores[i];
    }
    if (!explore) this.#drawn.add(this.#sums, count);
  }

  #softly(policy: Extract<PolicyConfig, { kind: 'softmax' }>, request: ChoiceRequest, size: number): Choice {
    const { pool, scores } = request;
    let softmax = this.#softmax.get(policy);
    if (softmax === undefined) {
      const { temperature } = policy;
      softmax = new SoftmaxPolicy({
        temperature,
        uniformShare: uniformShareOf(policy),
        maxNodes: softmaxNodes,
      });
      this.#softmax.set(policy, softmax);
    }
    const slate = { arms: arms.slice(0, pool.length), size, scores: scaled(scores, pool) };
    const order = new Int32Array(size);
    const propensities = new Float64Array(size);
    let propensityError = 0;
    for (const { index, rank, propensity, propensityError: error } of softmax.choose(slate, this.#random)) {
      order[rank] = pool[index];
      propensities[rank] = propensity;
      if (error > propensityError) propensityError = error;
    }
    return { order, propensities, propensityError };
  }

  #picked(pool: Int32Array, size: number, uniformShare: number): Choice {
    const order = new Int32Array(size);
    const propensities = new Float64Array(size);
    this.#drawn.pick(pool.length, uniformShare, this.#random, order, propensities);
    for (let k = 0; k < size; k++) order[k] = pool[order[k]];
    return { order, propensities, propensityError: 0 };
  }

  /** The chosen items' contexts as the journal keeps them: six digits are more than anything here is known to. */
  #contextsOf(order: Int32Array, pool: Int32Array, dimension: number): number[][] {
    return Array.from(order, (position) => {
      const base = pool.indexOf(position) * dimension;
      return Array.from({ length: dimension }, (_, j) => Number(this.#raw[base + j].toPrecision(6)));
    });
  }
}

function head(pool: Int32Array, size: number): Choice {
  return { order: pool.slice(0, size), propensities: new Float64Array(size).fill(1), propensityError: 0 };
}

/** The pool's scores from 0 to 1; those that are not finite count as the lowest. */
function scaled(scores: Float64Array, pool: Int32Array): Float64Array {
  let low = Number.POSITIVE_INFINITY;
  let high = Number.NEGATIVE_INFINITY;
  for (const position of pool) {
    if (!Number.isFinite(scores[position])) continue;
    low = Math.min(low, scores[position]);
    high = Math.max(high, scores[position]);
  }
  const span = high > low ? high - low : 1;
  return Float64Array.from(pool, (position) =>
    Number.isFinite(scores[position]) ? (scores[position] - low) / span : 0,
  );
}
