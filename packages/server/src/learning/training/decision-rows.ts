import type { Applied, RecordConsumer } from '../../features/index.ts';
import { sourceNames } from '../../recommendation/index.ts';
import { Attribution } from './attribution.ts';
import { baselineScores, writeBaselines } from './baselines.ts';
import { type ModelColumns, writeRow } from './columns.ts';
import type { DecisionInstant } from './instants.ts';
import type { LoggedVectors } from './logged-vectors.ts';
import type { CheckedRequest, LabelKind } from './request.ts';
import type { RowBuffer, RowGroup } from './row-buffer.ts';
import type { Part } from './split.ts';
import type { World } from './world.ts';

/** Share of decisions with reported impressions from which slots that were not seen are left out. */
const reportedShare = 0.05;

interface Placed {
  part: Part;
  group: RowGroup;
}

/** Makes one group of rows per decision: its slate, with the vectors of its instant and what became of it. */
export class DecisionRows {
  readonly #instants: readonly DecisionInstant[];
  readonly #parts: Record<Part, RowBuffer>;
  readonly #request: CheckedRequest;
  readonly #attribution: Attribution;
  readonly #placed: (Placed | undefined)[] = [];
  /** Vectors read and not yet held against the decision's record, which follows a little later. */
  readonly #pending = new Map<string, Float64Array>();
  readonly #known: ReadonlySet<string>;
  #world: World | undefined;
  #columns: ModelColumns | undefined;
  #logged: LoggedVectors | undefined;

  constructor(instants: readonly DecisionInstant[], parts: Record<Part, RowBuffer>, request: CheckedRequest) {
    this.#instants = instants;
    this.#parts = parts;
    this.#request = request;
    this.#known = new Set(instants.map(({ decisionId }) => decisionId));
    this.#attribution = new Attribution(request.attributionHours, (id) => this.#known.has(id));
  }

  /** To be put into the pipeline. */
  get consumers(): RecordConsumer[] {
    const check: RecordConsumer = { name: 'loggedVectors', apply: (applied) => this.#check(applied) };
    return [check, this.#attribution];
  }

  begin(world: World, columns: ModelColumns, logged: LoggedVectors | undefined): void {
    this.#world = world;
    this.#columns = columns;
    this.#logged = logged;
  }

  /** Reads the instant's vectors, and makes rows of them when it belongs to a part. */
  read(index: number, part: Part | undefined): Float64Array {
    const instant = this.#instants[index];
    const { engine, identity } = this.#world!;
    const itemRows = Int32Array.from(instant.slots, ({ itemId }) => engine.items.find(itemId));
    const count = itemRows.length;
    const vectors = new Float64Array(count * engine.width);
    const customerRow = identity.find(instant);
    engine.read({ customerRow, itemRows, count, context: instant.context, at: instant.at }, vectors);
    if (this.#logged !== undefined) this.#pending.set(instant.decisionId, vectors);
    if (part !== undefined) this.#place(index, part, customerRow, itemRows, vectors);
    return vectors;
  }

  /** After the replay: labels, and only slots that were seen where impressions are reported. */
  finish(): void {
    let reported = 0;
    let decisions = 0;
    for (const outcome of this.#attribution.outcomes.values()) {
      decisions++;
      if (outcome.reported) reported++;
    }
    const dropUnseen = reported > reportedShare * decisions;
    const unseen: Record<Part, Set<number>> = { train: new Set(), validation: new Set(), test: new Set() };
    this.#placed.forEach((placed, index) => {
      if (placed === undefined) return;
      const { part, group } = placed;
      const outcome = this.#attribution.outcomes.get(this.#instants[index].decisionId);
      if (outcome === undefined) return;
      const buffer = this.#parts[part];
      for (let slot = 0; slot < group.size; slot++) {
        const row = group.start + slot;
        const clicked = outcome.clicked[slot] === 1;
        const happened = labelOf(this.#request.label, clicked, outcome.bought[slot] === 1);
        buffer.labels[row] = happened ? 1 : 0;
        buffer.values[row] = outcome.value[slot];
        if (happened) group.relevant++;
        if (dropUnseen && outcome.seen[slot] === 0 && !clicked && !happened) unseen[part].add(row);
      }
    });
    for (const part of ['train', 'validation', 'test'] as const) {
      if (unseen[part].size > 0) this.#parts[part].filter((row) => !unseen[part].has(row));
    }
  }

  #place(index: number, part: Part, customerRow: number, itemRows: Int32Array, vectors: Float64Array): void {
    const { at, decisionId, slots } = this.#instants[index];
    const world = this.#world!;
    const buffer = this.#parts[part];
    const { width } = world.engine;
    const size = slots.length;
    const evidence = new Float64Array(size * sourceNames.length);
    slots.forEach((slot, i) => {
      evidence.set(slot.evidence ?? [], i * sourceNames.length);
    });
    const input = { matrix: vectors, count: size, width, rows: itemRows, evidence, at };
    const scores = buffer.baselineWidth > 0 ? baselineScores(world, input) : undefined;
    const group: RowGroup = {
      ...{ at, id: decisionId, start: buffer.rows, size, relevant: 0 },
      customer: customerRow >= 0 ? customerRow : -2 - index,
    };
    for (let slot = 0; slot < size; slot++) {
      const row = buffer.push();
      const from = slot * sourceNames.length;
      writeRow(this.#columns!, vectors, slot * width, evidence, from, buffer.features, row * buffer.width);
      buffer.propensities[row] = slots[slot].propensity;
      buffer.ranks[row] = slot + 1;
      buffer.items[row] = itemRows[slot];
      if (scores !== undefined) writeBaselines(scores, slot, buffer, row, slot + 1);
    }
    buffer.groups.push(group);
    this.#placed[index] = { part, group };
  }

  #check({ record }: Applied): void {
    if (record.kind !== 'decision' || this.#logged === undefined) return;
    const vectors = this.#pending.get(record.decisionId);
    if (vectors === undefined) return;
    this.#pending.delete(record.decisionId);
    this.#logged.compare(record, vectors);
  }
}

function labelOf(label: LabelKind, clicked: boolean, bought: boolean): boolean {
  return label === 'click' ? clicked : bought;
}
