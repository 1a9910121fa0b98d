import { Random } from '@personalize/learn';
import { type Restrictions, readRestrictions } from '../../recommendation/index.ts';
import type { JournalReader } from '../../stores/journal/journal-reader.ts';
import type { DecisionRecord, JournalRecord } from '../../stores/journal/record.ts';
import { Problems, Refused } from './problems.ts';
import type { CheckedEvaluation } from './request.ts';

/** A logged decision, as far as judging another policy needs it. */
export interface LoggedDecision {
  decisionId: string;
  stateOffset: number;
  at: number;
  customerId: string | undefined;
  anonymousId: string | undefined;
  model: string;
  policy: string;
  context: { channel?: string; device?: string; itemId?: string; cart?: string[] };
  /** Filters and exclusions of the request itself. */
  restrictions: Restrictions;
  items: string[];
  propensities: number[];
  scores: number[];
  evidence: (number[] | undefined)[];
  /** Key of the policy that learns from it. */
  teaches: string | undefined;
}

export interface LoggedDecisions {
  /** In order of `stateOffset`. */
  decisions: LoggedDecision[];
  /** Ranks of each that count. */
  ranks: number;
  /** How many matched the placement and the period, before anything was left out. */
  found: number;
  /** Every decision id of the placement and period that carries a reward worth checking. */
  problems: Problems;
  lastReceivedAt: number;
}

/** Slates are cut to this many ranks at most unless asked for otherwise. */
const maxRanks = 20;
/** Share of decisions with impossible propensities above which the log itself is not believed. */
const brokenShare = 0.01;

/**
 * Reads the journal once and keeps the placement's decisions of the period that can be judged; what cannot is
 * counted by name.
 * @throws Refused when there is none, or too many have impossible propensities
 */
export async function readDecisions(
  reader: JournalReader,
  request: CheckedEvaluation,
  hooks: { check(): void; onProgress(fraction: number): void },
): Promise<LoggedDecisions> {
  const problems = new Problems();
  const kept: LoggedDecision[] = [];
  const seen = new Set<string>();
  let found = 0;
  let lastReceivedAt = 0;
  for await (const { firstOffset, count, text } of reader.rows(0)) {
    hooks.check();
    const last = firstOffset + count >= reader.head;
    if (last || text.includes('"kind":"decision"')) {
      for (const record of JSON.parse(text) as (JournalRecord | null)[]) {
        if (record === null) continue;
        lastReceivedAt = Math.max(lastReceivedAt, record.receivedAt);
        if (record.kind !== 'decision' || !asked(record, request)) continue;
        found++;
        const problem = problemOf(record, request, seen);
        seen.add(record.decisionId);
        const restrictions = readRestrictions(record.context);
        if (problem !== undefined) problems.add(problem);
        else if (restrictions === undefined) problems.add('restrictions-not-logged');
        else kept.push(toDecision(record, restrictions));
      }
    }
    hooks.onProgress((firstOffset + count) / reader.head);
  }
  const broken = problems.count('propensity-not-positive') + problems.count('propensity-above-one');
  if (broken > brokenShare * found) {
    const why = `${broken} of ${found} decisions have propensities that are not above 0 and at most 1: without them nothing can be judged`;
    throw refusal('propensities-broken', why, broken, Math.floor(brokenShare * found), found, problems);
  }
  const closed = request.includeOpen ? kept : closedOf(kept, request, lastReceivedAt, problems);
  const ranks = request.ranks ?? commonLength(closed);
  const long = closed.filter(({ items }) => items.length >= ranks);
  problems.add('slate-too-short', closed.length - long.length);
  const decisions = sampled(long, request, problems);
  if (decisions.length < 2) throw nothing(found, problems);
  decisions.sort((a, b) => a.stateOffset - b.stateOffset);
  return { decisions, ranks, found, problems, lastReceivedAt };
}

function asked({ placement, timestamp, slate }: DecisionRecord, request: CheckedEvaluation): boolean {
  return (
    placement === request.placement && timestamp >= request.from && timestamp < request.to && slate.length > 0
  );
}

function problemOf(record: DecisionRecord, { origins }: CheckedEvaluation, seen: ReadonlySet<string>) {
  if (!origins.includes(record.origin)) return 'other-origin';
  if (seen.has(record.decisionId)) return 'duplicate-decision';
  if (record.slate.some(({ propensity }) => !(propensity > 0))) return 'propensity-not-positive';
  if (record.slate.some(({ propensity }) => propensity > 1 + 1e-6)) return 'propensity-above-one';
  return undefined;
}

function toDecision(record: DecisionRecord, restrictions: Restrictions): LoggedDecision {
  const { channel, device, itemId, cart } = record.context;
  const context: LoggedDecision['context'] = {};
  if (typeof channel === 'string') context.channel = channel;
  if (typeof device === 'string') context.device = device;
  if (typeof itemId === 'string') context.itemId = itemId;
  if (Array.isArray(cart)) context.cart = cart.filter((id) => typeof id === 'string');
  return {
    decisionId: record.decisionId,
    stateOffset: record.stateOffset,
    at: record.timestamp,
    customerId: record.customerId,
    anonymousId: record.anonymousId,
    model: record.model,
    policy: record.policy,
    context,
    restrictions,
    items: record.slate.map(({ itemId: item }) => item),
    propensities: record.slate.map(({ propensity }) => Math.min(1, propensity)),
    scores: record.slate.map(({ score }) => score),
    evidence: record.slate.map(({ evidence }) => evidence),
    teaches: record.learning?.policy,
  };
}

function closedOf(
  kept: readonly LoggedDecision[],
  { attributionHours }: CheckedEvaluation,
  lastReceivedAt: number,
  problems: Problems,
): LoggedDecision[] {
  const window = attributionHours * 3_600_000;
  const closed = kept.filter(({ at }) => at + window <= lastReceivedAt);
  problems.add('attribution-window-open', kept.length - closed.length);
  return closed;
}

/** The length that most slates have, the longer one of two. */
function commonLength(decisions: readonly LoggedDecision[]): number {
  const counts = new Map<number, number>();
  for (const { items } of decisions) counts.set(items.length, (counts.get(items.length) ?? 0) + 1);
  let best = 1;
  for (const [length, count] of counts) {
    const known = counts.get(best) ?? 0;
    if (count > known || (count === known && length > best)) best = length;
  }
  return Math.min(best, maxRanks);
}

function sampled(
  all: readonly LoggedDecision[],
  { maxDecisions, seed }: CheckedEvaluation,
  problems: Problems,
): LoggedDecision[] {
  if (all.length <= maxDecisions) return [...all];
  problems.add('beyond-sample', all.length - maxDecisions);
  return Array.from(new Random(seed).sample(all.length, maxDecisions), (i) => all[i]);
}

function nothing(found: number, problems: Problems): Refused {
  const open = problems.count('attribution-window-open');
  const why =
    found === 0
      ? 'the log holds no decisions of this placement in this period'
      : open > 0
        ? `the attribution window of ${open} of ${found} decisions has not ended: wait, shorten attributionHours, or set includeOpen`
        : `of ${found} decisions fewer than 2 can be used: ${problems
            .list()
            .map(({ code, count }) => `${code} ${count}`)
            .join(', ')}`;
  const left = found - problems.list().reduce((sum, { count }) => sum + count, 0);
  return refusal('no-decisions', why, Math.max(0, left), 2, found, problems);
}

function refusal(
  code: string,
  why: string,
  figure: number,
  limit: number,
  found: number,
  problems: Problems,
): Refused {
  return Object.assign(new Refused(code, why, figure, limit), { found, problems });
}
