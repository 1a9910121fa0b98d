import { Random } from '@personalize/learn';
import type { DecisionRecord, EventRecord } from '../../../stores/journal/record.ts';
import { ModelMonitor } from '../monitor.ts';
import { watchReport } from '../report.ts';

export const hour = 3_600_000;
export const start = 500_000 * hour;

/** A monitor over two features, fed by a simulated service. */
export class Service {
  readonly random = new Random(3);
  monitor: ModelMonitor;
  readonly #openDecisions: number;
  #decisions = 0;

  /** @param openDecisions that are followed at once, about; more than any test makes unless it asks for fewer */
  constructor(openDecisions = 1_000_000) {
    this.#openDecisions = openDecisions;
    this.monitor = this.fresh();
  }

  fresh(): ModelMonitor {
    return new ModelMonitor({
      featureNames: ['a', 'b'],
      featureHash: 'h',
      openDecisions: this.#openDecisions,
      probability: (model) => (model === 'ranker@1' ? (score) => score : undefined),
    });
  }

  /**
   * Decisions of four slots over an hour, or over `over` ms; slots are clicked with probability `rate(score)`, half a
   * minute or `delay()` ms later. What would happen after `until` has not happened yet.
   */
  serve(
    count: number,
    at: number,
    options: {
      model?: string;
      shift?: number;
      missing?: number;
      rate?: (score: number) => number;
      over?: number;
      delay?: () => number;
      until?: number;
    } = {},
  ): void {
    const { model = 'ranker@1', shift = 0, missing = 0, rate = (score) => score } = options;
    const { over = hour, delay = () => 30_000, until = Number.POSITIVE_INFINITY } = options;
    for (let i = 0; i < count; i++) {
      const decisionId = `d${this.#decisions++}`;
      const time = at + (i * over) / count;
      const slate = Array.from({ length: 4 }, (_, slot) => ({
        ...{ itemId: `i${slot}`, source: 'popular', propensity: 1, evidence: [0, 0, 0, 0, 0, 0] },
        score: 0.05 + 0.2 * this.random.uniform(),
        features: [
          this.random.normal() + shift,
          this.random.uniform() < missing ? null : this.random.uniform(),
        ] as (number | null)[],
      }));
      const record: DecisionRecord = {
        ...{
          kind: 'decision',
          decisionId,
          timestamp: time,
          receivedAt: time,
          customerId: 'ana',
          model,
          slate,
        },
        ...{
          placement: 'home',
          policy: 'greedy',
          context: {},
          stateOffset: 0,
          featureHash: 'h',
          origin: 'live',
        },
        candidates: { retrieved: 4, eligible: 4 },
      };
      this.#apply(record);
      for (const { itemId, score } of slate) {
        if (!this.random.bernoulli(rate(score))) continue;
        const clicked = time + delay();
        if (clicked > until) continue;
        this.event(decisionId, itemId, 'click', clicked);
        this.event(decisionId, itemId, 'click', clicked + 10_000);
      }
    }
  }

  event(decisionId: string, itemId: string, type: string, at: number): void {
    const messageId = `${decisionId} ${itemId} ${type} ${at}`;
    const event: EventRecord = {
      ...{
        kind: 'event',
        type,
        messageId,
        decisionId,
        itemId,
        timestamp: at,
        receivedAt: at,
        origin: 'live',
      },
      ...{ customerId: 'ana', value: 2 },
    };
    this.#apply(event);
  }

  #apply(record: DecisionRecord | EventRecord): void {
    this.monitor.apply({ record, offset: 0, customerRow: 0, itemRow: 0 });
  }

  report(model: string, from: number, to: number) {
    const hours = this.monitor.hours(model, from / hour, to / hour);
    return watchReport(hours, this.monitor.reference(model));
  }
}
