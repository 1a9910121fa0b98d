import type { LoadedModel } from '../serving/loaded-model.ts';

/** Rows of one measured call: a placement's candidates. */
export const latencyRows = 200;
const calls = 60;

/**
 * How long a model takes to score {@link latencyRows} rows in this process, ms. Between two calls other work
 * goes on, so measuring holds nothing up. The median and the 99th percentile of the calls.
 */
export async function measureLatency(model: LoadedModel): Promise<{ p50: number; p99: number }> {
  const values = new Float32Array(latencyRows * model.width);
  // Any values do; spread ones take different paths through trees.
  for (let i = 0; i < values.length; i++) values[i] = ((i * 2654435761) % 1000) / 10 - 20;
  const out = new Float64Array(latencyRows);
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
