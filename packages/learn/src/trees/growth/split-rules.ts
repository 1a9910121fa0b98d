/** What regularises a split and a leaf. */
export interface SplitRules {
  l1: number;
  l2: number;
  minSplitGain: number;
  minChildWeight: number;
  minSamplesLeaf: number;
  maxDeltaStep: number;
  maxOneHotCategories: number;
  categorySmoothing: number;
  categoryL2: number;
  maxCategoriesPerSplit: number;
}

/** A node as the search sees it; sums are whole numbers, `scale` times them are gradients. */
export interface NodeSums {
  gradient: number;
  hessian: number;
  rows: number;
  /** Bounds that monotone constraints put on its children's values. */
  lower: number;
  upper: number;
}

/** Value of a leaf: the step to the minimum of the second-order loss, shrunk by L1 and L2 and clipped. */
export function leafWeight(
  rules: SplitRules,
  gradient: number,
  hessian: number,
  lower: number,
  upper: number,
): number {
  const shrunk = gradient > rules.l1 ? gradient - rules.l1 : gradient < -rules.l1 ? gradient + rules.l1 : 0;
  const divisor = hessian + rules.l2;
  let weight = divisor > 0 ? -shrunk / divisor : 0;
  if (rules.maxDeltaStep > 0) {
    weight = Math.max(-rules.maxDeltaStep, Math.min(rules.maxDeltaStep, weight));
  }
  return Math.max(lower, Math.min(upper, weight));
}

/** Twice the loss that a leaf of this weight takes away. */
export const leafScore = (rules: SplitRules, gradient: number, hessian: number, weight: number): number =>
  -(2 * gradient * weight + (hessian + rules.l2) * weight * weight + 2 * rules.l1 * Math.abs(weight));

/** What a search over one feature reads, and where it offers candidates. */
export interface BinSearch {
  readonly rules: SplitRules;
  /** Sums of each code of the feature. */
  readonly gradients: Float64Array;
  readonly hessians: Float64Array;
  readonly gradientScale: number;
  readonly hessianScale: number;
  readonly node: NodeSums;
  /** The best split so far, in the form of a result record. */
  readonly best: Float64Array;
  gain(gl: number, hl: number, gr: number, hr: number, monotone: number, l2Extra: number): number;
  offer(gain: number, feature: number, bin: number, defaultLeft: boolean, gl: number, hl: number): boolean;
}
