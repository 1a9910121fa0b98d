import { resultWord } from './layout.ts';
import type { BinSearch } from './split-rules.ts';

/**
 * Splits of a categorical feature: one category against the rest when there are few, else a prefix of the
 * categories ordered by gradient over hessian (Fisher 1958 shows that the best partition is one). The last
 * code stands for all other categories and always goes left, as unseen categories do when scored.
 */
export function searchCategories(
  search: BinSearch,
  feature: number,
  valueBins: number,
  missingG: number,
  missingH: number,
): void {
  const { gradients, hessians, node, rules } = search;
  const present: number[] = [];
  for (let code = 0; code < valueBins; code++) {
    if (hessians[code] !== 0 || gradients[code] !== 0) present.push(code);
  }
  const anyMissing = missingH !== 0 || missingG !== 0;
  const other = valueBins - 1;
  const offer = (set: number[], setG: number, setH: number, l2Extra: number) => {
    // `set` goes right unless it holds the code of all others: then its complement does.
    const inverted = set.includes(other);
    const chosen = inverted ? present.filter((code) => !set.includes(code)) : set;
    if (chosen.length === 0) return;
    const presentG = node.gradient - missingG;
    const presentH = node.hessian - missingH;
    const rightG = inverted ? presentG - setG : setG;
    const rightH = inverted ? presentH - setH : setH;
    for (const missingLeft of anyMissing ? [false, true] : [true]) {
      const gr = missingLeft ? rightG : rightG + missingG;
      const hr = missingLeft ? rightH : rightH + missingH;
      const gl = node.gradient - gr;
      const hl = node.hessian - hr;
      const gain = search.gain(gl, hl, gr, hr, 0, l2Extra);
      const defaultLeft = anyMissing ? missingLeft : hl >= hr;
      if (search.offer(gain, feature, 0, defaultLeft, gl, hl)) writeSet(search.best, chosen);
    }
  };
  if (present.length <= rules.maxOneHotCategories) {
    for (const code of present) offer([code], gradients[code], hessians[code], 0);
    return;
  }
  const { gradientScale, hessianScale } = search;
  const ratio = (code: number) =>
    (gradients[code] * gradientScale) / (hessians[code] * hessianScale + rules.categorySmoothing);
  const ordered = present
    .map((code) => ({ code, key: ratio(code) }))
    .sort((a, b) => a.key - b.key || a.code - b.code)
    .map((entry) => entry.code);
  const most = Math.min(rules.maxCategoriesPerSplit, ordered.length - 1);
  for (const direction of [ordered, ordered.slice().reverse()]) {
    let g = 0;
    let h = 0;
    for (let size = 1; size <= most; size++) {
      g += gradients[direction[size - 1]];
      h += hessians[direction[size - 1]];
      offer(direction.slice(0, size), g, h, rules.categoryL2);
    }
  }
}

function writeSet(best: Float64Array, codes: number[]): void {
  best[resultWord.categorical] = 1;
  best.fill(0, resultWord.codes, resultWord.codes + 8);
  for (const code of codes) {
    const at = resultWord.codes + (code >> 5);
    best[at] = ((best[at] | (1 << (code & 31))) >>> 0) as number;
  }
}
