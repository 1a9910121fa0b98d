import type { Placement, ScoreInput } from '../../recommendation/index.ts';
import { sourceNames } from '../../recommendation/index.ts';
import type { ModelRepository, ShadowAnswer } from '../../stores/control/model-repository.ts';
import type { DecisionRecord } from '../../stores/journal/record.ts';
import { parseReference } from '../registry/names.ts';
import type { ModelServer } from './model-server.ts';
import type { RegistryScorer } from './registry-scorer.ts';

/** Aliases whose models score along without being shown. */
export const shadowAliases = ['shadow', 'challenger'] as const;
/** Decisions waiting for their shadows at most; further ones are passed over and counted. */
const mostWaiting = 64;
/** Answers kept. */
const kept = 50_000;

export interface ShadowOptions {
  server: ModelServer;
  repository: Pick<ModelRepository, 'addShadowAnswers' | 'trimShadowAnswers'>;
  placement(name: string): Placement | undefined;
  itemId(row: number): string | undefined;
}

interface Waiting {
  record: DecisionRecord;
  input: ScoreInput;
  shadows: RegistryScorer[];
}

/**
 * Lets shadow models answer what was just decided, after the answer is on its way: the same candidates with
 * the same vectors, kept as a copy. Both answers are stored side by side.
 */
export class ShadowScoring {
  /** Decisions passed over since the start because too many were waiting. */
  passedOver = 0;
  readonly #options: ShadowOptions;
  readonly #waiting: Waiting[] = [];
  #answers: ShadowAnswer[] = [];
  #scheduled = false;

  constructor(options: ShadowOptions) {
    this.#options = options;
  }

  /** Told of each decision, within its request: copies the input and returns. */
  decided(record: DecisionRecord, input: ScoreInput): void {
    const ranker = this.#options.placement(record.placement)?.ranker;
    const parsed = ranker === undefined ? undefined : parseReference(ranker);
    if (parsed === undefined) return;
    const shadows: RegistryScorer[] = [];
    for (const alias of shadowAliases) {
      const scorer = this.#options.server.scorer(`${parsed.name}@${alias}`);
      if (scorer === undefined || scorer.modelVersion === record.model || shadows.includes(scorer)) continue;
      shadows.push(scorer);
    }
    if (shadows.length === 0) return;
    if (this.#waiting.length >= mostWaiting) {
      this.passedOver++;
      return;
    }
    this.#waiting.push({ record, input: copyOf(input), shadows });
    if (this.#scheduled) return;
    this.#scheduled = true;
    setImmediate(() => this.#next());
  }

  /** Stores what was answered since the last call. */
  async flush(): Promise<void> {
    if (this.#answers.length === 0) return;
    const answers = this.#answers;
    this.#answers = [];
    await this.#options.repository.addShadowAnswers(answers);
  }

  /** Removes the oldest answers beyond what is kept. */
  trim(): Promise<number> {
    return this.#options.repository.trimShadowAnswers(kept);
  }

  /** One decision a turn of the event loop: requests go first. */
  #next(): void {
    const waiting = this.#waiting.shift();
    if (waiting === undefined) {
      this.#scheduled = false;
      return;
    }
    for (const scorer of waiting.shadows) this.#answers.push(this.#answer(waiting, scorer));
    setImmediate(() => this.#next());
  }

  #answer({ record, input }: Waiting, scorer: RegistryScorer): ShadowAnswer {
    const began = performance.now();
    const scores = new Float64Array(input.count);
    scorer.score(input, scores);
    const elapsedMs = performance.now() - began;
    const order = Array.from(scores, (_, i) => i).sort((a, b) => scores[b] - scores[a] || a - b);
    const shadow = order.slice(0, record.slate.length).map((i) => ({
      itemId: this.#options.itemId(input.rows[i]) ?? '',
      score: scores[i],
    }));
    const positions = new Map(
      Array.from({ length: input.count }, (_, i) => [this.#options.itemId(input.rows[i]), i]),
    );
    const answered = record.slate.map(({ itemId, score }) => {
      const position = positions.get(itemId);
      return { itemId, score, shadowScore: position === undefined ? null : scores[position] };
    });
    const shown = new Set(answered.map(({ itemId }) => itemId));
    const overlap = shadow.filter(({ itemId }) => shown.has(itemId)).length / Math.max(1, shadow.length);
    return {
      decisionId: record.decisionId,
      shadow: scorer.modelVersion,
      model: record.model,
      placement: record.placement,
      decidedAt: record.timestamp,
      body: { answered, shadow, overlap, elapsedMs },
    };
  }
}

function copyOf({ matrix, count, width, rows, evidence, at }: ScoreInput): ScoreInput {
  return {
    matrix: matrix.slice(0, count * width),
    rows: rows.slice(0, count),
    evidence: evidence.slice(0, count * sourceNames.length),
    ...{ count, width, at },
  };
}
