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
  /** Whether figures are read as they stood at several times: `e` in their SQL, epoch ms, exclusive. */
  readonly areDaily: boolean;
  readonly #experiment: Experiment;
  readonly #figures: Figure[] = [];

  constructor(experiment: Experiment, metrics: readonly MetricDefinition[], areDaily = false) {
    this.#experiment = experiment;
    this.areDaily = areDaily;
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
    const found = this.areDaily ? ['any(first) AS seen'] : ['groupBitOr(mask) AS anyOf'];
    if (this.#has('count')) {
      found.push('groupArray(mask) AS masks');
      if (this.areDaily) found.push('groupArray(at) AS times');
    }
    for (const unit of ['amount', 'pieces'] as const) {
      if (!this.#has(unit)) continue;
      const valued = `bitAnd(mask, ${this.#bits(unit)}) != 0`;
      found.push(
        `groupArrayIf(mask, ${valued}) AS ${unit}Masks`,
        `groupArrayIf(${unit}, ${valued}) AS ${unit}s`,
      );
      if (this.areDaily) found.push(`groupArrayIf(at, ${valued}) AS ${unit}Times`);
    }
    return found;
  }

  /** A customer's total of a figure. */
  total(figure: number): string {
    const { unit } = this.#figures[figure];
    const taken = `bitTest(m, ${figure})${this.areDaily ? ' AND t < e' : ''}`;
    if (unit === 'count') {
      return `toFloat64(${this.areDaily ? `arrayCount((m, t) -> ${taken}, masks, times)` : `arrayCount(m -> ${taken}, masks)`})`;
    }
    return this.areDaily
      ? `arraySum((m, v, t) -> if(${taken}, v, 0), ${unit}Masks, ${unit}s, ${unit}Times)`
      : `arraySum((m, v) -> if(${taken}, v, 0), ${unit}Masks, ${unit}s)`;
  }

  /** 1 when a customer did what a figure of unit `count` counts, else 0. */
  any(figure: number): string {
    return this.areDaily ? `toFloat64(${this.total(figure)} > 0)` : `toFloat64(bitTest(anyOf, ${figure}))`;
  }

  /** A customer's figure from before exposure, which counts from then on. */
  earlier(sql: string): string {
    return this.areDaily ? `if(seen < e, ${sql}, 0)` : sql;
  }

  /** The figure of a retention metric: it counts once a customer could have come back. */
  returned(figure: number, { toDay }: MetricDefinition & { kind: 'retention' }): string {
    const came = this.any(figure);
    return this.areDaily ? `if(seen + ${toDay * dayMs} < e, ${came}, 0)` : came;
  }

  /** Whether a time (epoch ms, 0 = never) has come. */
  reached(time: string): string {
    return `toFloat64(${time} != 0${this.areDaily ? ` AND ${time} < e` : ''})`;
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
