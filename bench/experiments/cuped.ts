// Variance of the estimated effect with and without CUPED, over repeated experiments, at correlation .71.
// Run: node bench/experiments/cuped.ts
import { contrastOf, cuped, estimateMoments, Random } from '../../packages/learn/src/index.ts';

const correlation = 0.71;
const repetitions = 10_000;
const customers = 1000;
const random = new Random(1);

function draw() {
  const covariate = { sum: 0, sumSquares: 0, crossSum: 0 };
  const sums = { sum: 0, sumSquares: 0 };
  for (let i = 0; i < customers; i++) {
    const x = random.normal();
    const y = 10 + correlation * x + Math.sqrt(1 - correlation ** 2) * random.normal();
    sums.sum += y;
    sums.sumSquares += y * y;
    covariate.sum += x;
    covariate.sumSquares += x * x;
    covariate.crossSum += x * y;
  }
  const { value } = estimateMoments({ kind: 'mean', n: customers, ...sums, covariate });
  if (value === null) throw new Error('moments expected');
  return value;
}

let plainSquares = 0;
let adjustedSquares = 0;
let claimed = 0;
for (let r = 0; r < repetitions; r++) {
  const pair = [draw(), draw()];
  const adjusted = cuped(pair).value;
  if (adjusted === null) throw new Error('adjusted moments expected');
  plainSquares += (pair[1].mean - pair[0].mean) ** 2 / repetitions;
  adjustedSquares += (adjusted[1].mean - adjusted[0].mean) ** 2 / repetitions;
  const { control, treatment } = contrastOf(adjusted[0], adjusted[1]);
  claimed += (control.squaredError + treatment.squaredError) / repetitions;
}
const ratio = adjustedSquares / plainSquares;
// The two effects correlate by sqrt(1 - .71^2), so log ratio has the variance 4 (1 - (1 - .71^2)) / repetitions.
const standardError = ratio * Math.sqrt((4 * correlation ** 2) / repetitions);
console.log(
  `variance of the effect over ${repetitions} experiments: plain ${plainSquares.toExponential(3)}, CUPED ${adjustedSquares.toExponential(3)}`,
);
console.log(
  `ratio ${ratio.toFixed(3)}, standard error ${standardError.toFixed(3)} (theory 1 - ${correlation}^2 = ${(1 - correlation ** 2).toFixed(3)}; bar: 0.5 within two standard errors)`,
);
console.log(
  `variance that the analysis claims with CUPED: ${claimed.toExponential(3)} (the realised one above has a standard error of ${(100 * Math.sqrt(2 / repetitions)).toFixed(1)} %)`,
);
process.exitCode = ratio <= 0.5 + 2 * standardError ? 0 : 1;
