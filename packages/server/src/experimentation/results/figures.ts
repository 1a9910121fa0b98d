import { type Experiment, eventTypesOf, type MetricDefinition } from '../definition.ts';
import { dayMs } from './subjects.ts';

export type Unit = 'count' | 'amount' | 'pieces';

/** A condition on events, and how an event counts. */
interface Figure {
  condition: string;
  unit: Unit;
}

/** At most so many figures fit into one statement's mask. */
export const maxFigures = 64;

/**
 * What a set of metrics counts in the events of a customer. Each event gets a mask with a bit for each figure
 * that it counts in, found once; per customer the masks (and the values of those events that have one) are
 * kept together, and metrics read their figures from them. An event that no figure takes is dropped at once.
 */
export class Figures {
  readonly types: string[];
  readonly params: Record<string, unknown> = {};
  readonly #experiment: Experiment;
  readonly #figures: Figure[] = [];

  constructor(experiment: Experiment, metrics: readonly MetricDefinition[]) {
    this.#experiment = experiment;
    this.types = [...new Set(metrics.flatMap(eventTypesOf))];
    this.params.types = this.types;
  }

  /** Number of the figure; the same condition is kept once. */
  add(events: readonly string[], when: string, unit: Unit, currency?: string): number {
    const numbers = [...new Set(events)].map((type) => this.types.indexOf(type) + 1).sort((a, b) => a - b);
    let condition = `(${numbers.map((number) => `kind = ${number}`).join(' OR ')})`;
    if (currency !== undefined) {
      const name = `currency${currency}`;
      this.params[name] = currency;
      condition += ` AND currency = {${name}:String}`;
    }
    condition += ` AND ${when}`;
    const known = this.#figures.findIndex((one) => one.condition === condition && one.unit === unit);
    return known >= 0 ? known : this.#figures.push({ condition, unit }) - 1;
  }

  /** When events count before exposure. */
  get before(): string {
    const { preExposureDays = 14 } = this.#experiment;
    return `at < first AND at >= first - ${preExposureDays * dayMs}`;
  }

  /** When events of a metric count; of retention only for customers who were exposed long enough ago. */
  after(metric: MetricDefinition): string {
    if (metric.kind === 'retention') {
      return `at >= first + ${metric.fromDay * dayMs} AND at < first + ${metric.toDay * dayMs} AND ${ripe(metric)}`;
    }
    const days = metric.conversionDays ?? this.#experiment.conversionDays;
    return `at >= first${days === undefined ? '' : ` AND at < first + ${Math.round(days * dayMs)}`}`;
  }

  /** SQL of an event's mask. */
  get mask(): string {
    const size = [8, 16, 32, 64].find((bits) => this.#figures.length <= bits) ?? maxFigures;
    const bits = this.#figures.map(({ condition }, i) => `(${condition}) * toUInt64(${2n ** BigInt(i)})`);
    return `toUInt${size}(${bits.join(' + ')})`;
  }

  /** Aggregates per customer that the expressions below read. */
  aggregates(): string[] {
    const found = ['groupBitOr(mask) AS anyOf'];
    if (this.#has('count')) found.push('groupArray(mask) AS masks');
    for (const unit of ['amount', 'pieces'] as const) {
      if (!this.#has(unit)) continue;
      const valued = `bitAnd(mask, ${this.#bits(unit)}) != 0`;
      found.push(
        `groupArrayIf(mask, ${valued}) AS ${unit}Masks`,
        `groupArrayIf(${unit}, ${valued}) AS ${unit}s`,
      );
    }
    return found;
  }

  /** A customer's total of a figure. */
  total(figure: number): string {
    const { unit } = this.#figures[figure];
    if (unit === 'count') return `toFloat64(arrayCount(m -> bitTest(m, ${figure}), masks))`;
    return `arraySum((m, v) -> if(bitTest(m, ${figure}), v, 0), ${unit}Masks, ${unit}s)`;
  }

  /** 1 when a customer did what a figure counts, else 0. */
  any(figure: number): string {
    return `toFloat64(bitTest(anyOf, ${figure}))`;
  }

  /** What one event adds to a figure. */
  ofEvent(figure: number): string {
    const { unit } = this.#figures[figure];
    return `toFloat64(bitTest(mask, ${figure})${unit === 'count' ? '' : ` * ${unit}`})`;
  }

  #has(unit: Unit): boolean {
    return this.#figures.some((figure) => figure.unit === unit);
  }

  #bits(unit: Unit): bigint {
    return this.#figures.reduce((sum, one, i) => (one.unit === unit ? sum + 2n ** BigInt(i) : sum), 0n);
  }
}

export function ripe({ toDay }: MetricDefinition & { kind: 'retention' }): string {
  return `first + ${toDay * dayMs} <= {now:Int64}`;
}

export function unitOf(metric: MetricDefinition): Unit {
  const of = 'of' in metric ? metric.of : metric.kind === 'revenue' ? 'value' : 'count';
  if (of === 'value') return 'amount';
  return of === 'quantity' ? 'pieces' : 'count';
}

export function currencyOf(metric: MetricDefinition): string | undefined {
  return 'currency' in metric ? metric.currency : undefined;
}

export function winsorisedAt(metric: MetricDefinition): number | undefined {
  if (metric.kind !== 'revenue') return undefined;
  const { winsoriseAt = 0.999 } = metric;
  return winsoriseAt < 1 ? winsoriseAt : undefined;
}
