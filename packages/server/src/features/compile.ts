import { createHash } from 'node:crypto';
import type { OnlineStore } from '../stores/online/online-store.ts';
import type { Column, CompiledColumns, Triggers } from './columns.ts';
import type { FeatureDefinition } from './definition.ts';
import { milliseconds } from './duration.ts';
import { StateFeatureEngine } from './engine.ts';
import { eventsOf } from './events-of.ts';
import type { FeatureEngine } from './feature-engine.ts';
import { FeatureState } from './feature-state.ts';
import { compileAffinity } from './kinds/affinity.ts';
import { compileAttribute } from './kinds/attribute.ts';
import { compileBehaviorScore } from './kinds/behavior-score.ts';
import { compileContext } from './kinds/context.ts';
import { compileDecayedCount } from './kinds/decayed-count.ts';
import { compileDistinct } from './kinds/distinct.ts';
import type { CompiledKind, PairReader, RowReader } from './kinds/kind.ts';
import { compileOccasions } from './kinds/occasions.ts';
import { compileRate } from './kinds/rate.ts';
import { compileRecency } from './kinds/recency.ts';
import { compileRecencyFrequencyMonetary } from './kinds/recency-frequency-monetary.ts';
import { compileRelativePrice } from './kinds/relative-price.ts';
import { compileRepurchase } from './kinds/repurchase.ts';
import { compileSession } from './kinds/session.ts';
import { compileWindowed } from './kinds/windowed.ts';
import { validateFeatures } from './validate.ts';

/** Raised when what a definition means changes, so that models never mix vectors of two meanings. */
const semantics = 1;

export interface CompileOptions {
  /** IANA zone for hour and weekday. Default UTC. */
  timeZone?: string;
  /** Named in errors. Default `personalize.config.ts`. */
  file?: string;
  /** Item attributes that need columns although no feature reads them (placements' caps and filters). */
  itemAttributes?: readonly string[];
}

/**
 * Turns definitions into an engine over `store`'s `customers` and `items` tables. Call it before the
 * store's `restore()`. Throws `invalid_request` naming file, feature and reason.
 */
export function compileFeatures(
  definitions: readonly FeatureDefinition[],
  store: OnlineStore,
  options: CompileOptions = {},
): FeatureEngine {
  const timeZone = options.timeZone ?? 'UTC';
  const checked = validateFeatures(definitions, options.file);
  const state = new FeatureState(checked, store, options.itemAttributes ?? []);
  const columns: CompiledColumns = {
    customer: [],
    item: [],
    pairs: [],
    context: [],
    customerByIndex: [],
    triggers: checked.map(triggersOf),
  };
  checked.forEach((definition, index) => {
    addColumn(
      columns,
      { index, fallback: fallbackOf(definition) },
      compileKind(definition, state, timeZone),
      {
        definition,
        state,
      },
    );
  });
  state.declare();
  return new StateFeatureEngine(checked, featureHash(checked, timeZone), state, columns);
}

/** SHA-256 of definitions and time zone; the order of fields does not matter, that of features does. */
export function featureHash(definitions: readonly FeatureDefinition[], timeZone: string): string {
  const sorted = (_key: string, value: unknown): unknown =>
    value !== null && typeof value === 'object' && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1)))
      : value;
  return createHash('sha256')
    .update(JSON.stringify({ semantics, timeZone, definitions }, sorted))
    .digest('hex');
}

function compileKind(definition: FeatureDefinition, state: FeatureState, timeZone: string): CompiledKind {
  switch (definition.kind) {
    case 'count':
    case 'sum':
    case 'mean':
      return compileWindowed(definition, state);
    case 'decayedCount':
      return compileDecayedCount(definition, state);
    case 'recency':
      return compileRecency(definition, state);
    case 'distinct':
      return compileDistinct(definition, state);
    case 'affinity':
      return compileAffinity(definition, state);
    case 'rate':
      return compileRate(definition, state);
    case 'relativePrice':
      return compileRelativePrice(definition, state);
    case 'repurchase':
      return compileRepurchase(definition, state);
    case 'occasions':
      return compileOccasions(definition, state);
    case 'recencyFrequencyMonetary':
      return compileRecencyFrequencyMonetary(definition, state);
    case 'session':
      return compileSession(definition, state);
    case 'behaviorScore':
      return compileBehaviorScore(definition, state);
    case 'attribute':
      return compileAttribute(definition, state);
    case 'context':
      return compileContext(definition, timeZone);
  }
}

function addColumn(
  columns: CompiledColumns,
  column: Column,
  compiled: CompiledKind,
  { definition, state }: { definition: FeatureDefinition; state: FeatureState },
): void {
  const ttl = definition.ttl === undefined ? undefined : milliseconds(definition.ttl);
  const expired = ttl === undefined ? undefined : expiry(definition, state, ttl);
  if (compiled.scope === 'context') columns.context.push({ ...column, read: compiled.read });
  else if (compiled.scope === 'pair') {
    const { pair } = compiled;
    const load: PairReader['load'] =
      expired === undefined ? pair.load : (row, at) => row >= 0 && !expired(row, at) && pair.load(row, at);
    columns.pairs.push({ ...column, pair: { load, value: pair.value } });
  } else {
    const { read } = compiled;
    const fresh: RowReader =
      expired === undefined ? read : (row, at) => (expired(row, at) ? Number.NaN : read(row, at));
    const made = { ...column, read: fresh };
    if (compiled.scope === 'item') columns.item.push(made);
    else {
      columns.customer.push(made);
      columns.customerByIndex[column.index] = made;
    }
  }
}

/** Whether the feature's last update is longer ago than its TTL. Pair histories check the pair's own time themselves. */
function expiry(
  definition: FeatureDefinition,
  state: FeatureState,
  ttl: number,
): ((row: number, at: number) => boolean) | undefined {
  const { kind, scope } = definition;
  if (kind === 'repurchase' || kind === 'occasions' || (kind === 'recency' && scope === 'pair'))
    return undefined;
  if (kind === 'attribute') {
    const time = state.attributes.time(definition.attribute);
    return (row, at) => at - time(row) > ttl;
  }
  const times = scope === 'item' ? state.itemTimes : state.customerTimes;
  const latest = times.latest(eventsOf(definition));
  return (row, at) => at - latest(row) > ttl;
}

function fallbackOf(definition: FeatureDefinition): number {
  if (definition.default === null) return Number.NaN;
  if (definition.default !== undefined) return definition.default;
  return ['count', 'sum', 'occasions'].includes(definition.kind) ? 0 : Number.NaN;
}

function triggersOf(definition: FeatureDefinition): Triggers {
  switch (definition.kind) {
    case 'attribute': {
      const events = definition.scope === 'customer' ? ['identify'] : [];
      return { events: new Set(events), time: definition.ttl !== undefined };
    }
    case 'context':
      return { events: new Set(), time: true };
    case 'session':
      // Any activity counts, of types not known in advance: re-reading with time covers it.
      return { events: new Set(), time: true };
    default:
      return { events: new Set(eventsOf(definition)), time: true };
  }
}
