import { useCallback } from 'react';
import { useMarks } from '../../components/annotations/use-marks.ts';
import { ChartMenu } from '../../components/chart-menu/chart-menu.tsx';
import { toField } from '../../format/zoned.ts';
import type { ChartContext } from './answer-charts.tsx';

/** Cards hold so many groups. */
const mostGroups = 200;

/** What can be done with a chart here: put on a board, annotated where it is drawn over time. */
export function ExploreMenu({
  metric,
  title,
  context,
}: {
  metric: string;
  title: string;
  context: ChartContext;
}) {
  const { state, dimensions, filters, range } = context;
  const { granularity, kind, limit, other, compare } = state;
  const timed = granularity !== '';
  const drawn = kind === 'heat' || kind === 'pivot' || kind === 'table' ? 'table' : timed ? 'line' : 'bar';
  return (
    <ChartMenu
      title={title}
      card={{
        ...{ title, kind: drawn },
        query: {
          metrics: [metric],
          ...(dimensions.length === 0 ? {} : { dimensions: [...dimensions], other }),
          filters,
          ...(granularity === '' ? {} : { granularity }),
          ...(compare === '' ? {} : { compare: 'previous' as const }),
          limit: Math.min(mostGroups, limit),
        },
      }}
      range={timed && range ? { from: Date.parse(range.from), to: Date.parse(range.to) } : undefined}
    />
  );
}

/** What was written down about the time of a chart, at its places on the axis. */
export function useExploreMarks({ state, range, timeZone }: ChartContext) {
  const { granularity } = state;
  const whole = granularity !== 'minute' && granularity !== 'hour';
  // Days stand at the browser's own midnight, see `stepsOf`.
  const place = useCallback(
    (at: number) => (whole ? new Date(toField(at, timeZone)).getTime() : at),
    [whole, timeZone],
  );
  const timed = granularity !== '' && state.kind === 'line';
  return useMarks(
    timed && range ? { from: Date.parse(range.from), to: Date.parse(range.to) } : undefined,
    place,
  );
}
