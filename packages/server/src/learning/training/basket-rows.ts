import type { Random } from '@personalize/learn';
import type { CandidateGatherer } from '../../recommendation/gather.ts';
import { type ScoreInput, sourceNames } from '../../recommendation/index.ts';
import { baselineScores, writeBaselines } from './baselines.ts';
import { type ModelColumns, writeRow } from './columns.ts';
import type { BasketInstant } from './instants.ts';
import { PopularSampler } from './popular-sampler.ts';
import type { CheckedRequest } from './request.ts';
import type { RowBuffer } from './row-buffer.ts';
import type { Part } from './split.ts';
import type { World } from './world.ts';

const sources = sourceNames.length;

/**
 * Makes one group of rows per basket: the candidates that the sources retrieve just before the visit, with
 * 1 for those that were bought in it. Validation and test keep every candidate, as serving would rank them.
 * Training keeps those bought and a sample of the others, plus items drawn by popularity from beyond the
 * candidates together with bought items that no source named.
 */
export class BasketRows {
  readonly consumers = [];
  readonly #instants: readonly BasketInstant[];
  readonly #parts: Record<Part, RowBuffer>;
  readonly #request: CheckedRequest;
  readonly #random: Random;
  readonly #sampler = new PopularSampler();
  #gatherer: CandidateGatherer | undefined;
  #world: World | undefined;
  #columns: ModelColumns | undefined;

  constructor(
    instants: readonly BasketInstant[],
    parts: Record<Part, RowBuffer>,
    request: CheckedRequest,
    random: Random,
  ) {
    this.#instants = instants;
    this.#parts = parts;
    this.#request = request;
    this.#random = random;
  }

  begin(world: World, columns: ModelColumns): void {
    this.#world = world;
    this.#columns = columns;
    this.#gatherer = world.recommendation!.gatherer();
  }

  /** Reads the vectors of the instant's candidates (with the sources' evidence), and makes rows when it belongs to a part. */
  read(index: number, part: Part | undefined, copy: boolean): Float64Array | undefined {
    if (part === undefined && !copy) return undefined;
    const instant = this.#instants[index];
    const world = this.#world!;
    const gatherer = this.#gatherer!;
    const { placement } = this.#request;
    const customerRow = world.identity.find(instant);
    const request = { context: instant.channel === undefined ? {} : { channel: instant.channel } };
    // Lists that lost a member to a change of the catalog are whole again before they are read.
    while (world.recommendation!.popularity.refresh());
    gatherer.gather(request, placement, customerRow, placement.defaultLimit, instant.at);
    const input = gatherer.featurize(request);
    if (part !== undefined) this.#place(index, part, customerRow, input, request.context.channel);
    return copy ? copyOf(input) : undefined;
  }

  finish(): void {
    // Labels were known when the rows were made.
  }

  #place(
    index: number,
    part: Part,
    customerRow: number,
    input: ScoreInput,
    channel: string | undefined,
  ): void {
    const { at, stateOffset, items } = this.#instants[index];
    const world = this.#world!;
    const buffer = this.#parts[part];
    const bought = new Set(items.map((itemId) => world.engine.items.find(itemId)));
    const start = buffer.rows;
    if (part === 'train') this.#sample(buffer, input, bought, customerRow, at, channel);
    else {
      const scores = buffer.baselineWidth > 0 ? baselineScores(world, input) : undefined;
      for (let i = 0; i < input.count; i++) {
        const row = this.#row(buffer, input, i, bought.has(input.rows[i]));
        if (scores !== undefined) writeBaselines(scores, i, buffer, row, 0);
      }
    }
    buffer.groups.push({
      ...{ at, id: `offset ${stateOffset}`, start, size: buffer.rows - start, relevant: items.length },
      customer: customerRow >= 0 ? customerRow : -2 - index,
    });
    if (buffer.rows === start) buffer.groups.pop();
  }

  #sample(
    buffer: RowBuffer,
    input: ScoreInput,
    bought: ReadonlySet<number>,
    customerRow: number,
    at: number,
    channel: string | undefined,
  ): void {
    const { retrieved } = this.#request.sampling;
    const others: number[] = [];
    const pool = new Set<number>();
    for (let i = 0; i < input.count; i++) {
      pool.add(input.rows[i]);
      if (bought.has(input.rows[i])) this.#row(buffer, input, i, true);
      else others.push(i);
    }
    const taken = retrieved === 0 ? others.length : Math.min(retrieved, others.length);
    const chosen = Array.from(this.#random.sample(others.length, taken), (i) => others[i]).sort(
      (a, b) => a - b,
    );
    // A pointwise loss needs the whole pool's weight; a pairwise one wants each pair to count alike.
    const weight = this.#request.objective === 'logistic' && taken > 0 ? others.length / taken : 1;
    for (const i of chosen) buffer.weights[this.#row(buffer, input, i, false)] = weight;
    this.#beyondPool(buffer, pool, bought, customerRow, at, channel);
  }

  /** Bought items that no source named, and popular ones that were not bought, without evidence. */
  #beyondPool(
    buffer: RowBuffer,
    pool: ReadonlySet<number>,
    bought: ReadonlySet<number>,
    customerRow: number,
    at: number,
    channel: string | undefined,
  ): void {
    const { popular } = this.#request.sampling;
    if (popular === 0) return;
    const { engine, recommendation } = this.#world!;
    const { catalog, popularity } = recommendation!;
    this.#sampler.refresh(popularity.long.data, catalog.present, catalog.rows);
    const rows = [...bought].filter((row) => row >= 0 && !pool.has(row) && catalog.present[row] === 1);
    const weights = rows.map(() => 1);
    const positives = rows.length;
    const drawn = new Set<number>();
    for (let n = 0; n < popular; n++) {
      const draw = this.#sampler.draw(this.#random);
      if (draw === undefined || pool.has(draw.row) || bought.has(draw.row) || drawn.has(draw.row)) continue;
      drawn.add(draw.row);
      rows.push(draw.row);
      weights.push(draw.weight);
    }
    if (rows.length === 0) return;
    const vectors = new Float64Array(rows.length * engine.width);
    const itemRows = Int32Array.from(rows);
    engine.read({ customerRow, itemRows, count: rows.length, context: { channel }, at }, vectors);
    for (let i = 0; i < rows.length; i++) {
      const row = buffer.push();
      writeRow(this.#columns!, vectors, i * engine.width, undefined, 0, buffer.features, row * buffer.width);
      buffer.labels[row] = i < positives ? 1 : 0;
      buffer.weights[row] = weights[i];
      buffer.items[row] = rows[i];
    }
  }

  #row(buffer: RowBuffer, input: ScoreInput, position: number, bought: boolean): number {
    const { matrix, width, evidence, rows } = input;
    const row = buffer.push();
    const to = row * buffer.width;
    writeRow(this.#columns!, matrix, position * width, evidence, position * sources, buffer.features, to);
    buffer.labels[row] = bought ? 1 : 0;
    buffer.items[row] = rows[position];
    return row;
  }
}

/** Engine vector and evidence of each candidate, one after the other. */
function copyOf({ matrix, width, evidence, count }: ScoreInput): Float64Array {
  const stride = width + sources;
  const copy = new Float64Array(count * stride);
  for (let i = 0; i < count; i++) {
    copy.set(matrix.subarray(i * width, (i + 1) * width), i * stride);
    copy.set(evidence.subarray(i * sources, (i + 1) * sources), i * stride + width);
  }
  return copy;
}
