import { searchCategories } from './categorical-split.ts';
import { resultWord } from './layout.ts';
import type { BinSearch, NodeSums, SplitRules } from './split-rules.ts';
import { leafScore, leafWeight } from './split-rules.ts';

/** Gain must exceed this part of the node's own score, so that rounding never makes a split. */
const relativeNoise = 1e-10;

/** Searches the features of one block for the best split of one node (Chen and Guestrin, KDD 2016, eq. 7). */
export class SplitSearch implements BinSearch {
  readonly rules: SplitRules;
  readonly gradients = new Float64Array(256);
  readonly hessians = new Float64Array(256);
  gradientScale = 1;
  hessianScale = 1;
  node: NodeSums = { gradient: 0, hessian: 0, rows: 0, lower: -Infinity, upper: Infinity };
  /** The best split so far in the form of a result record. */
  readonly best = new Float64Array(16);
  parentScore = 0;
  /** Least hessian sum of a child, as a whole number: child weight and estimated rows in one. */
  minHessian = 0;
  /** Neither constraints, nor L1, nor a step limit: the score is G^2 / (H + l2). */
  plain = true;

  constructor(rules: SplitRules) {
    this.rules = rules;
  }

  begin(node: NodeSums, gradientScale: number, hessianScale: number): void {
    this.node = node;
    this.gradientScale = gradientScale;
    this.hessianScale = hessianScale;
    const { rules } = this;
    this.plain =
      rules.l1 === 0 && rules.maxDeltaStep === 0 && node.lower === -Infinity && node.upper === Infinity;
    const g = node.gradient * gradientScale;
    const h = node.hessian * hessianScale;
    const perRow = node.hessian / Math.max(1, node.rows);
    this.minHessian = Math.max(
      rules.minChildWeight / hessianScale,
      rules.minSamplesLeaf > 1 ? (rules.minSamplesLeaf - 0.5) * perRow : 0,
      // Without L2 an empty child would have no finite score.
      rules.l2 > 0 ? 0 : 1,
    );
    this.parentScore = leafScore(rules, g, h, leafWeight(rules, g, h, node.lower, node.upper));
    this.best.fill(0);
    this.best[resultWord.gain] = Math.max(rules.minSplitGain, Math.abs(this.parentScore) * relativeNoise);
    this.best[resultWord.feature] = -1;
  }

  /** Gain of a split into these sums, or -Infinity when a rule forbids it. */
  gain(gl: number, hl: number, gr: number, hr: number, monotone: number, l2Extra: number): number {
    const { rules, node, gradientScale, hessianScale } = this;
    if (hl < this.minHessian || hr < this.minHessian) return -Infinity;
    const leftH = hl * hessianScale;
    const rightH = hr * hessianScale;
    const leftG = gl * gradientScale;
    const rightG = gr * gradientScale;
    if (this.plain && monotone === 0) {
      const dl = leftH + rules.l2 + l2Extra;
      const dr = rightH + rules.l2 + l2Extra;
      if (!(dl > 0 && dr > 0)) return -Infinity;
      return (leftG * leftG * dr + rightG * rightG * dl) / (dl * dr) - this.parentScore;
    }
    const wl = leafWeight(rules, leftG, leftH + l2Extra, node.lower, node.upper);
    const wr = leafWeight(rules, rightG, rightH + l2Extra, node.lower, node.upper);
    if (monotone * (wr - wl) < 0) return -Infinity;
    return (
      leafScore(rules, leftG, leftH + l2Extra, wl) +
      leafScore(rules, rightG, rightH + l2Extra, wr) -
      this.parentScore
    );
  }

  /** Keeps a split that beats the best so far. */
  offer(gain: number, feature: number, bin: number, defaultLeft: boolean, gl: number, hl: number): boolean {
    const { best } = this;
    if (!(gain > best[resultWord.gain])) return false;
    best[resultWord.gain] = gain;
    best[resultWord.feature] = feature;
    best[resultWord.bin] = bin;
    best[resultWord.defaultLeft] = defaultLeft ? 1 : 0;
    best[resultWord.gradient] = gl;
    best[resultWord.hessian] = hl;
    best[resultWord.categorical] = 0;
    return true;
  }

  /** Searches one feature whose bins stand in `gradients` and `hessians`; missing rows have code `valueBins`. */
  feature(
    feature: number,
    valueBins: number,
    hasMissing: boolean,
    monotone: number,
    categorical: boolean,
  ): void {
    const missingG = hasMissing ? this.gradients[valueBins] : 0;
    const missingH = hasMissing ? this.hessians[valueBins] : 0;
    if (categorical) {
      searchCategories(this, feature, valueBins, missingG, missingH);
      return;
    }
    const anyMissing = missingH !== 0 || missingG !== 0;
    this.scan(feature, valueBins, monotone, 0, 0, anyMissing, false);
    if (anyMissing) this.scan(feature, valueBins, monotone, missingG, missingH, true, true);
  }

  private scan(
    feature: number,
    valueBins: number,
    monotone: number,
    startG: number,
    startH: number,
    anyMissing: boolean,
    missingLeft: boolean,
  ): void {
    const { gradients, hessians, node, rules, hessianScale, gradientScale, parentScore, minHessian } = this;
    const totalG = node.gradient;
    const totalH = node.hessian;
    const direct = this.plain && monotone === 0;
    const { l2 } = rules;
    let gl = startG;
    let hl = startH;
    let bestGain = this.best[resultWord.gain];
    // Only missing values on one side is a split too, but only when they go right: the other way is its mirror.
    const last = anyMissing && !missingLeft ? valueBins : valueBins - 1;
    for (let bin = 0; bin < last; bin++) {
      const g = gradients[bin];
      const h = hessians[bin];
      if (h === 0 && g === 0) continue;
      gl += g;
      hl += h;
      const hr = totalH - hl;
      if (hl < minHessian) continue;
      if (hr < minHessian) break;
      let gain: number;
      if (direct) {
        const leftG = gl * gradientScale;
        const rightG = (totalG - gl) * gradientScale;
        const dl = hl * hessianScale + l2;
        const dr = hr * hessianScale + l2;
        gain = (leftG * leftG * dr + rightG * rightG * dl) / (dl * dr) - parentScore;
      } else {
        gain = this.gain(gl, hl, totalG - gl, hr, monotone, 0);
      }
      if (gain > bestGain) {
        const defaultLeft = anyMissing ? missingLeft : hl >= hr;
        this.offer(gain, feature, bin, defaultLeft, gl, hl);
        bestGain = gain;
      }
    }
  }
}
