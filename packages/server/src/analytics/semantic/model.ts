import { closest } from '../../features/closest.ts';
import { defaultDimensions, defaultMetrics } from './defaults.ts';
import type { DimensionDefinition, MetricDefinition } from './definition.ts';
import { builtInDimensions, type Dimension, declaredDimension } from './dimensions.ts';
import { invalid } from './refusal.ts';

/** What is read from a table and aggregated: metrics are measures, or ratios of them. */
export interface Measure {
  /** Tells measures apart; metrics that read the same share one. */
  key: string;
  source: Source;
  aggregate: 'count' | 'value' | 'quantity' | 'customer' | 'visitor' | 'item';
  events: readonly string[] | undefined;
  attributed: boolean;
}

export type Source = 'events' | 'sessions' | 'decisions';

export interface Metric {
  definition: MetricDefinition;
  /** One; numerator and denominator; or, of a lift, those two of attributed events and then of all. */
  measures: readonly Measure[];
}

/** Every metric and dimension by name: the defaults and those declared. A declared one of the same name replaces a default. */
export class SemanticModel {
  readonly metrics: ReadonlyMap<string, Metric>;
  readonly dimensions: ReadonlyMap<string, Dimension>;

  /** Throws `invalid_request` when a declared ratio names an unknown metric, or one that is a ratio itself. */
  constructor(metrics: readonly MetricDefinition[] = [], dimensions: readonly DimensionDefinition[] = []) {
    const byName = new Map([...defaultMetrics, ...metrics].map((metric) => [metric.name, metric]));
    this.metrics = new Map(
      [...byName].map(([name, definition]) => [
        name,
        { definition, measures: measuresOf(definition, byName) },
      ]),
    );
    this.dimensions = new Map(
      [...builtInDimensions, ...[...defaultDimensions, ...dimensions].map(declaredDimension)].map(
        (dimension) => [dimension.name, dimension],
      ),
    );
  }

  metric(name: string, path: string): Metric {
    return this.metrics.get(name) ?? unknown('metric', name, [...this.metrics.keys()], path);
  }

  dimension(name: string, path: string): Dimension {
    return this.dimensions.get(name) ?? unknown('dimension', name, [...this.dimensions.keys()], path);
  }
}

function measuresOf(metric: MetricDefinition, all: ReadonlyMap<string, MetricDefinition>): Measure[] {
  if (metric.kind !== 'ratio' && metric.kind !== 'lift') return [measureOf(metric)];
  const parts = [metric.numerator, metric.denominator].map((name) => {
    const part = all.get(name);
    if (part === undefined) return unknown('metric', name, [...all.keys()], `/metrics/${metric.name}`);
    if (part.kind === 'ratio' || part.kind === 'lift') {
      throw invalid(
        `/metrics/${metric.name}`,
        `${metric.name} divides ${name}, which is a ratio itself`,
        `${metric.name} divide ${name}, que já é uma razão`,
      );
    }
    if (metric.kind === 'lift' && ((part.kind !== 'count' && part.kind !== 'sum') || part.attributed)) {
      throw invalid(
        `/metrics/${metric.name}`,
        `${metric.name} compares counts or sums that are not attributed; ${name} is none`,
        `${metric.name} compara contagens ou somas não atribuídas; ${name} não é uma delas`,
      );
    }
    return measureOf(part);
  });
  return metric.kind === 'ratio' ? parts : [...parts.map(attributedPart), ...parts];
}

function attributedPart(measure: Measure): Measure {
  return measureKey({ ...measure, attributed: true });
}

function measureOf(metric: Exclude<MetricDefinition, { kind: 'ratio' | 'lift' }>): Measure {
  if (metric.kind === 'sessions' || metric.kind === 'decisions') {
    return {
      key: metric.kind,
      source: metric.kind,
      aggregate: 'count',
      events: undefined,
      attributed: false,
    };
  }
  const { events, attributed = false } = metric;
  const aggregate = metric.kind === 'count' ? 'count' : metric.kind === 'sum' ? metric.field : metric.of;
  return measureKey({ source: 'events', aggregate, events, attributed });
}

function measureKey({ source, aggregate, events, attributed }: Omit<Measure, 'key'>): Measure {
  const key = JSON.stringify([aggregate, events ?? null, attributed]);
  return { key, source, aggregate, events, attributed };
}

function unknown(what: 'metric' | 'dimension', name: string, known: readonly string[], path: string): never {
  const near = closest(name, known);
  const hint = near === undefined ? `known are ${known.join(', ')}` : `did you mean ${JSON.stringify(near)}?`;
  const tip = near === undefined ? `existem ${known.join(', ')}` : `você quis dizer ${JSON.stringify(near)}?`;
  const shown = JSON.stringify(name.slice(0, 100));
  throw invalid(
    path,
    `unknown ${what} ${shown}; ${hint}`,
    `${what === 'metric' ? 'métrica desconhecida' : 'dimensão desconhecida'} ${shown}; ${tip}`,
  );
}
