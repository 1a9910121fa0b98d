import { SegmentedControl } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { BarChart } from '../../../charts/bar-chart.tsx';
import { ChartShell } from '../../../charts/chart-shell.tsx';
import { rowsHeight } from '../../../charts/rows-height.ts';
import { useFormat } from '../../../format/use-format.ts';
import type { FeatureImportance } from '../shared/report.ts';
import type { Subject } from './subject.ts';

/** Features drawn; the table has all. */
const drawn = 15;

type Kind = 'gain' | 'permutation';

const shareOf = (one: FeatureImportance | undefined, kind: Kind): number | null =>
  one === undefined ? null : kind === 'gain' ? one.gain : (one.permutation?.mean ?? null);

/** What the model's answers rest on: by the splits' gain, or by what shuffling a feature costs. */
export function ImportanceChart({ subjects }: { subjects: readonly Subject[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const has = (kind: Kind) =>
    subjects.some(({ curves }) => curves.importance.some((one) => shareOf(one, kind) !== null));
  const [wanted, setWanted] = useState<Kind>('gain');
  const kind = has(wanted) ? wanted : has('permutation') ? 'permutation' : 'gain';
  const { features, series } = useMemo(() => toSeries(subjects, kind), [subjects, kind]);
  const top = useMemo(() => features.slice(0, drawn), [features]);
  const topSeries = useMemo(
    () => series.map((one) => ({ ...one, values: one.values.slice(0, drawn) })),
    [series],
  );
  const write = useMemo(
    () => (kind === 'gain' ? format.percent : (value: number) => format.fixed(value, 4)),
    [kind, format],
  );
  const title = t('modelCurve.importance');
  const height = rowsHeight(top.length * (0.5 + subjects.length / 2));
  const deviations = kind === 'permutation' && subjects.length === 1;
  return (
    <ChartShell
      title={title}
      unit={kind === 'gain' ? t('modelCurve.importanceGain') : t('modelCurve.importancePermutation')}
      height={height}
      empty={t('modelCurve.noImportance')}
      footer={features.length > drawn && t('modelVersion.truncated', { count: features.length - drawn })}
      table={{
        columns: [
          { key: 'feature', name: t('modelCurve.feature') },
          ...series.map(({ key, name }) => ({ key, name, format: write })),
          ...(deviations ? [{ key: 'deviation', name: t('modelCurve.deviation'), format: write }] : []),
        ],
        rows: features.map((feature, i) => [
          feature,
          ...series.map(({ values }) => values[i] ?? null),
          ...(deviations ? [deviationOf(subjects[0], feature)] : []),
        ]),
      }}
      actions={
        has('gain') &&
        has('permutation') && (
          <SegmentedControl
            size="xs"
            aria-label={t('modelCurve.importanceBy')}
            value={kind}
            onChange={(value) => setWanted(value === 'gain' ? 'gain' : 'permutation')}
            data={[
              { value: 'gain', label: t('modelCurve.byGain') },
              { value: 'permutation', label: t('modelCurve.byPermutation') },
            ]}
          />
        )
      }
    >
      <BarChart
        label={title}
        layout="rows"
        categories={top}
        series={topSeries}
        format={write}
        height={height}
      />
    </ChartShell>
  );
}

function toSeries(subjects: readonly Subject[], kind: Kind) {
  const tables = subjects.map(
    ({ curves }) => new Map(curves.importance.map((one) => [one.feature, shareOf(one, kind)])),
  );
  const known = [...new Set(tables.flatMap((table) => [...table.keys()]))].filter((feature) =>
    tables.some((table) => table.get(feature) != null),
  );
  const largest = (feature: string) => Math.max(...tables.map((table) => table.get(feature) ?? 0));
  const features = known.sort((a, b) => largest(b) - largest(a));
  const series = subjects.map(({ key, name }, i) => ({
    ...{ key, name },
    values: features.map((feature) => tables[i].get(feature) ?? null),
  }));
  return { features, series };
}

const deviationOf = ({ curves }: Subject, feature: string): number | null =>
  curves.importance.find((one) => one.feature === feature)?.permutation?.deviation ?? null;
