import normalCdf from '@stdlib/stats-base-dists-normal-cdf';
import { gaussLegendre } from './quadrature.ts';

/** One planned look at the data. */
export interface Look {
  /** Share of the final information (of the final sample) at this look, ascending, the last usually 1. */
  information: number;
  /** Two-sided critical value of the z statistic at this look. */
  criticalValue: number;
}

/** Most looks that are computed; more would only slow it down. */
const mostLooks = 400;

/**
 * Probability of first crossing the critical value, in either direction, at each look, for a statistic that
 * accumulates like Brownian motion (Armitage, McPherson and Rowe, "Repeated significance tests on
 * accumulating data", JRSS A 132, 1969; quadrature as in Jennison and Turnbull, Group Sequential Methods,
 * chapter 19). With `drift` 0 the sum is the false-positive rate of peeking.
 *
 * @param looks at most 400
 * @param drift expected z statistic at information 1
 * @throws RangeError for no or too many looks, information that does not ascend, or a critical value not above 0
 */
export function crossingProbabilities(looks: readonly Look[], drift: number): number[] {
  requireLooks(looks);
  const crossed: number[] = [];
  let points: Float64Array = new Float64Array([0]);
  let masses: Float64Array = new Float64Array([1]);
  let before = 0;
  for (const { information, criticalValue } of looks) {
    const step = information - before;
    const deviation = Math.sqrt(step);
    const bound = criticalValue * Math.sqrt(information);
    const shift = drift * step;
    let crossing = 0;
    for (let i = 0; i < points.length; i++) {
      const centre = points[i] + shift;
      crossing +=
        masses[i] *
        (normalCdf((-bound - centre) / deviation, 0, 1) + normalCdf((centre - bound) / deviation, 0, 1));
    }
    crossed.push(crossing);

    const { nodes, weights } = gaussLegendre(nodeCount((2 * bound) / deviation));
    const nextPoints = nodes.map((x) => x * bound);
    const nextMasses = new Float64Array(nodes.length);
    const height = 1 / (deviation * Math.sqrt(2 * Math.PI));
    for (let j = 0; j < nodes.length; j++) {
      let density = 0;
      for (let i = 0; i < points.length; i++) {
        const z = (nextPoints[j] - points[i] - shift) / deviation;
        if (z > -9 && z < 9) density += masses[i] * Math.exp(-0.5 * z * z);
      }
      nextMasses[j] = weights[j] * bound * density * height;
    }
    points = nextPoints;
    masses = nextMasses;
    before = information;
  }
  return crossed;
}

/** Enough nodes to resolve a normal density whose deviation is the interval's width over `widths`. */
function nodeCount(widths: number): number {
  return Math.min(512, Math.max(48, 16 * Math.ceil((2.5 * widths) / 16)));
}

function requireLooks(looks: readonly Look[]): void {
  if (looks.length === 0 || looks.length > mostLooks) {
    throw new RangeError(`looks must be 1 to ${mostLooks}, got ${looks.length}`);
  }
  looks.forEach(({ information, criticalValue }, i) => {
    const before = looks[i - 1]?.information ?? 0;
    if (!(information > before) || !Number.isFinite(information)) {
      throw new RangeError(`information must rise from look to look, got ${information} after ${before}`);
    }
    if (!(criticalValue > 0) || !Number.isFinite(criticalValue)) {
      throw new RangeError(`criticalValue must be above 0, got ${criticalValue} at look ${i}`);
    }
  });
}
