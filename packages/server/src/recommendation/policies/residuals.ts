/** Rows, as it were, that say a product has nothing to do with its factors: few rows are not believed. */
const doubt = 10;
/** Share of a product's variance below which its factors tell all of it. */
const leastShare = 1e-6;

/**
 * What products say beyond their factors. The product of two numbers that are far from zero, such as age and
 * a rating, is nearly a multiple of each of them: its own part is a small share of its variance, so a prior on
 * its coefficient would hold back an effect of the pair ten or a hundred times as much as one of a factor.
 * Hence each standardised product is replaced by its residual from its factors, scaled to variance one
 * (Frisch and Waugh, Econometrica 1, 1933: the span of all columns, and so the fit without a prior, is the same).
 */
export class Residuals {
  readonly #dimension: number;
  readonly #factors: Int32Array;
  /** By column: slopes on its two factors, and 1 ÷ standard deviation of what is left; 0 where nothing is. */
  readonly #slopes: Float64Array;
  readonly #scales: Float64Array;
  readonly #products: number[] = [];

  /** @param factors by column, two columns each; −1 for what is no product. Factors are no products themselves */
  constructor(dimension: number, factors: Int32Array) {
    this.#dimension = dimension;
    this.#factors = factors;
    this.#slopes = new Float64Array(2 * dimension);
    this.#scales = new Float64Array(dimension).fill(1);
    for (let j = 0; j < dimension; j++) if (factors[2 * j] >= 0) this.#products.push(j);
  }

  /** Standard deviation of what a standardised column says beyond its factors: 1 for what is no product. */
  deviation(column: number): number {
    return this.#scales[column] === 0 ? 0 : 1 / this.#scales[column];
  }

  /** Slopes from the lower triangle of Σ s sᵀ of standardised rows of the given total weight. */
  fit(gram: Float64Array, weight: number): void {
    const at = (j: number, k: number) => gram[Math.max(j, k) * this.#dimension + Math.min(j, k)];
    for (const p of this.#products) {
      const [a, b] = [this.#factors[2 * p], this.#factors[2 * p + 1]];
      const [aa, pa] = [at(a, a) + doubt, at(p, a)];
      let first = pa / aa;
      let second = 0;
      if (b !== a) {
        const [bb, ab, pb] = [at(b, b) + doubt, at(a, b), at(p, b)];
        const determinant = aa * bb - ab * ab;
        first = (pa * bb - pb * ab) / determinant;
        second = (pb * aa - pa * ab) / determinant;
      }
      this.#slopes[2 * p] = first;
      this.#slopes[2 * p + 1] = second;
      const left =
        at(p, p) -
        2 * (first * pa + second * at(p, b)) +
        first * first * at(a, a) +
        2 * first * second * (b === a ? 0 : at(a, b)) +
        second * second * at(b, b);
      this.#scales[p] = left > leastShare * weight ? Math.sqrt(weight / left) : 0;
    }
  }

  /** Replaces the products of one standardised row, or of one vector of sums over such rows, from `base` on. */
  transform(x: Float64Array, base: number): void {
    for (const p of this.#products) {
      const own = x[base + p] - this.#slopes[2 * p] * x[base + this.#factors[2 * p]];
      x[base + p] = this.#scales[p] * (own - this.#slopes[2 * p + 1] * x[base + this.#factors[2 * p + 1]]);
    }
  }

  /** Turns the lower triangle of Σ s sᵀ into that of the replaced rows. */
  transformGram(gram: Float64Array): void {
    if (this.#products.length === 0) return;
    const d = this.#dimension;
    for (let j = 0; j < d; j++) for (let k = j + 1; k < d; k++) gram[j * d + k] = gram[k * d + j];
    for (let j = 0; j < d; j++) this.transform(gram, j * d);
    for (const p of this.#products) {
      const [a, b] = [this.#factors[2 * p], this.#factors[2 * p + 1]];
      const [first, second, scale] = [this.#slopes[2 * p], this.#slopes[2 * p + 1], this.#scales[p]];
      for (let k = 0; k < d; k++) {
        gram[p * d + k] = scale * (gram[p * d + k] - first * gram[a * d + k] - second * gram[b * d + k]);
      }
    }
  }
}
