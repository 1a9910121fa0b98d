import type { LoadedModel } from '../serving/loaded-model.ts';

/** Rows of one measured call: a placement's candidates. */
export const latencyRows = 200;
const calls = 60;
const rounds = 3;

/**
 * How long a model takes to score {@link latencyRows} rows in this process, ms. Between two calls other work
 * goes on, so measuring holds nothing up. The median and the 99th percentile of the calls, of the quietest of
 * three rounds: what else the machine does only adds.
 */
export async function measureLatency(model: LoadedModel): Promise<{ p50: number; p99: number }> {
  const values = new Float32Array(latencyRows * model.width);
  // Any values do; spread ones take different paths through trees.
  for (let i = 0; i < values.length; i++) values[i] = ((i * 2654435761) % 1000) / 10 - 20;
  const out = new Float64Array(latencyRows);
  let best = { p50: Number.POSITIVE_INFINITY, p99: Number.POSITIVE_INFINITY };
  for (let round = 0; round < rounds; round++) {
    const measured = await measureRound(model, values, out);
    if (measured.p99 < best.p99) best = measured;
  }
  return best;
}

async function measureRound(
  model: LoadedModel,
  values: Float32Array,
  out: Float64Array,
): Promise<{ p50: number; p99: number }> {
  const times: number[] = [];
  for (let call = 0; call < calls + 5; call++) {
    const began = performance.now();
    model.score(values, latencyRows, out);
    const elapsed = performance.now() - began;
    // The first calls compile.
    if (call >= 5) times.push(elapsed);
    await new Promise((resolve) => setImmediate(resolve));
  }
  times.sort((a, b) => a - b);
  return { p50: times[calls >> 1], p99: times[Math.ceil(0.99 * calls) - 1] };
}
