/** Up to this many, inserting into a short list beats sorting all. */
const insertionLimit = 64;

/** The k highest scores' indices in falling order; among equal scores the lower index comes first. */
export function topK(scores: Float64Array, k: number): Int32Array {
  if (k > insertionLimit) return sorted(scores).slice(0, k);
  const best = new Int32Array(k);
  let filled = 0;
  for (let i = 0; i < scores.length; i++) {
    if (filled === k && !(scores[i] > scores[best[k - 1]])) continue;
    let at = filled < k ? filled++ : k - 1;
    for (; at > 0 && scores[i] > scores[best[at - 1]]; at--) best[at] = best[at - 1];
    best[at] = i;
  }
  return best;
}

function sorted(scores: Float64Array): Int32Array {
  const order = new Int32Array(scores.length);
  for (let i = 0; i < order.length; i++) order[i] = i;
  return order.sort((a, b) => scores[b] - scores[a] || a - b);
}
