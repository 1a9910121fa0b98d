import { segmentMoves } from '../analytics/segment-moves-query.ts';
import type { SegmentsDependencies, SegmentUse } from '../http/segments/segments-routes.ts';
import {
  describeRuleSubjects,
  type ProfileService,
  previewRule,
  type RuleSubjects,
  type SegmentRule,
} from '../profiles/index.ts';
import type { State } from './state.ts';
import type { Stores } from './stores.ts';

/** How long a description of attributes and features is good for, ms. */
const subjectsFreshMs = 30_000;

/** What the routes of segments call. */
export function createSegments(
  { warehouse }: Pick<Stores, 'warehouse'>,
  state: State,
  profiles: ProfileService,
  timeZone: string,
): SegmentsDependencies {
  const { engine, membership, now } = state;
  let turn: Promise<unknown> = Promise.resolve();
  let subjects: { at: number; answer: Promise<RuleSubjects> } | undefined;
  return {
    segments: state.segments,
    members: (name) => membership.count(name),
    usedBy: (name) => usedBy(state, name),
    // One at a time: together they would take the serving thread's time from requests.
    preview: (rule, sample, signal) => {
      const counted = turn.then(() => {
        signal.throwIfAborted();
        return previewRule(engine, rule as SegmentRule, { at: now(), sample, signal });
      });
      turn = counted.catch(() => undefined);
      return counted;
    },
    summary: (row) => profiles.summary(row),
    subjects: () => {
      if (subjects === undefined || performance.now() - subjects.at > subjectsFreshMs) {
        subjects = { at: performance.now(), answer: describeRuleSubjects(engine, now()) };
      }
      return subjects.answer;
    },
    moves: (query) => segmentMoves(warehouse, { ...query, now: now() }),
    timeZone,
  };
}

function usedBy({ placements, experimentation }: State, segment: string): SegmentUse[] {
  const uses: SegmentUse[] = [];
  for (const { placement } of placements.list()) {
    if (!(placement.segmentPolicies ?? []).some((one) => one.segment === segment)) continue;
    uses.push({ kind: 'placement', name: placement.name, title: placement.title });
  }
  for (const { experiment } of experimentation.experiments.list()) {
    const { targeting, key } = experiment;
    const named = [...(targeting?.segments ?? []), ...(targeting?.notSegments ?? [])];
    if (named.includes(segment)) uses.push({ kind: 'experiment', name: key, title: key });
  }
  return uses;
}
