import type { XyMark } from '@personalize/charts';
import { useMemo } from 'react';
import { useAnnotations } from '../../api/views.ts';

/** The range asked for moves in such steps, so that a chart that slides does not ask each second. */
const stepMs = 3_600_000;
const asItIs = (at: number) => at;

/**
 * What was written down about a chart's time, as marks on it; undefined asks nothing. `place` says where an
 * instant stands on the axis, and keeps its identity between renders.
 */
export function useMarks(
  range: { from: number; to: number } | undefined,
  place: (at: number) => number = asItIs,
): readonly XyMark[] {
  const found = useAnnotations(
    range && Math.floor(range.from / stepMs) * stepMs,
    range && Math.ceil((range.to + 1) / stepMs) * stepMs,
    range !== undefined,
  ).data;
  const within = (found ?? [])
    .map(({ at, text }): [number, string] => [Date.parse(at), text])
    .filter(([at]) => range !== undefined && at >= range.from && at <= range.to);
  // The range may move with each second; the marks keep their identity while they are the same.
  const same = JSON.stringify(within);
  return useMemo(
    () => (JSON.parse(same) as [number, string][]).map(([at, name]) => ({ x: place(at), name })),
    [same, place],
  );
}
