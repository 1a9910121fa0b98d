import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { FunnelAnswer } from '../../api/analytics.ts';
import { BarChart } from '../../charts/bar-chart.tsx';
import { ChartShell } from '../../charts/chart-shell.tsx';
import { MetaLine } from '../../components/asking/meta-line.tsx';
import { BarCell } from '../../components/bar-cell.tsx';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './funnels.module.css';
import type { FunnelStep } from './steps.ts';

const height = 280;
const mostGroups = 7;

type Group = FunnelAnswer['groups'][number];

/** People by step, what part goes on, and how long they take. */
export function FunnelResult({
  answer,
  steps,
  broken,
}: {
  answer: FunnelAnswer | undefined;
  steps: readonly FunnelStep[];
  broken: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const names = useMemo(
    () => steps.map(({ events }, index) => `${index + 1}. ${events.join(', ')}`),
    [steps],
  );
  const nameOf = useCallback(
    ({ value }: Group) => (broken ? (value ?? t('asking.none')) : t('funnels.everyone')),
    [broken, t],
  );
  const groups = useMemo(() => answer?.groups.slice(0, mostGroups) ?? [], [answer]);
  const series = useMemo(
    () =>
      groups.map((group) => ({
        key: String(group.value),
        name: nameOf(group),
        values: group.steps.map(({ people }) => people),
      })),
    [groups, nameOf],
  );
  const rows = answer?.groups.flatMap((group) =>
    group.steps.map((step, index) => ({ ...step, group: nameOf(group), name: names[index] })),
  );
  const seconds = (value: number | null | undefined) => (value == null ? '–' : format.span(value));
  const empty = <EmptyState title={t('funnels.nobody')}>{t('funnels.nobodyHint')}</EmptyState>;
  return (
    <>
      <ChartShell
        title={t('funnels.result')}
        unit={t('funnels.unit')}
        height={height}
        empty={empty}
        footer={<MetaLine meta={answer?.meta} />}
        table={
          answer && {
            columns: [
              { key: 'group', name: t('funnels.group') },
              { key: 'step', name: t('funnels.stepName') },
              { key: 'people', name: t('funnels.people'), format: format.count },
              { key: 'rate', name: t('funnels.rate'), format: format.percent },
            ],
            rows: (rows ?? []).map(({ group, name, people, rate }) => [group, name, people, rate]),
          }
        }
      >
        <BarChart
          label={t('funnels.result')}
          categories={names}
          series={series}
          layout="columns"
          format={format.count}
          height={height}
        />
      </ChartShell>
      <Card title={t('funnels.steps')} unit={t('funnels.stepsUnit')}>
        <DataTable
          caption={t('funnels.steps')}
          columns={[
            ...(broken
              ? [{ key: 'group', name: t('funnels.group'), cell: ({ group }: { group: string }) => group }]
              : []),
            { key: 'step', name: t('funnels.stepName'), cell: ({ name }) => name },
            {
              key: 'people',
              name: t('funnels.people'),
              file: { type: 'number', value: ({ people }) => people },
              numeric: true,
              cell: ({ people }) => <span title={format.exact(people)}>{format.count(people)}</span>,
            },
            {
              key: 'bar',
              name: '',
              width: '20%',
              secondary: true,
              cell: ({ rate }) => <BarCell share={rate ?? 0} />,
            },
            {
              key: 'rate',
              name: t('funnels.rate'),
              file: { type: 'number', unit: { style: 'percent' }, value: ({ rate }) => rate },
              numeric: true,
              cell: ({ rate }) => format.percent(rate),
            },
            {
              key: 'previous',
              name: t('funnels.fromPrevious'),
              file: { type: 'number', unit: { style: 'percent' }, value: ({ fromPrevious }) => fromPrevious },
              numeric: true,
              cell: ({ fromPrevious }) => format.percent(fromPrevious),
            },
            {
              key: 'median',
              name: t('funnels.median'),
              file: {
                name: t('chart.inSeconds', { name: t('funnels.median') }),
                type: 'number',
                value: ({ time }) => time?.medianSeconds,
              },
              numeric: true,
              cell: ({ time }) => seconds(time?.medianSeconds),
            },
            {
              key: 'hop',
              name: t('funnels.medianHop'),
              file: {
                name: t('chart.inSeconds', { name: t('funnels.medianHop') }),
                type: 'number',
                value: ({ time }) => time?.medianFromPreviousSeconds,
              },
              numeric: true,
              cell: ({ time }) => seconds(time?.medianFromPreviousSeconds),
            },
          ]}
          rows={rows}
          file={{ notes: [t('funnels.stepsUnit')] }}
          rowKey={({ group, name }) => `${group} ${name}`}
          empty={empty}
        />
      </Card>
      <div className={css.charts}>
        {names.slice(1).map((name, index) => (
          <TimesChart
            key={name}
            name={name}
            groups={groups}
            step={index + 1}
            nameOf={nameOf}
            loaded={answer !== undefined}
          />
        ))}
      </div>
    </>
  );
}

/** How people spread over the times that they took to a step. */
function TimesChart({
  name,
  groups,
  step,
  nameOf,
  loaded,
}: {
  name: string;
  groups: readonly Group[];
  step: number;
  nameOf: (group: Group) => string;
  loaded: boolean;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const bins = groups[0]?.steps[step]?.time?.histogram;
  const categories = useMemo(
    () =>
      (bins ?? []).map(({ toSeconds, fromSeconds }) =>
        toSeconds === null
          ? t('funnels.over', { span: format.span(fromSeconds) })
          : t('funnels.under', { span: format.span(toSeconds) }),
      ),
    [bins, t, format],
  );
  const series = useMemo(
    () =>
      groups.map((group) => ({
        key: String(group.value),
        name: nameOf(group),
        values: (group.steps[step]?.time?.histogram ?? []).map(({ people }) => people),
      })),
    [groups, step, nameOf],
  );
  const title = t('funnels.timeTo', { step: name });
  const some = series.some(({ values }) => values.some((people) => people > 0));
  return (
    <ChartShell
      title={title}
      unit={t('funnels.timeUnit')}
      height={200}
      empty={<EmptyState title={t('funnels.nobodyHere')} />}
      table={
        loaded
          ? {
              columns: [
                { key: 'time', name: t('funnels.time') },
                ...series.map((one) => ({ key: one.key, name: one.name, format: format.count })),
              ],
              rows: some
                ? categories.map((text, i) => [text, ...series.map(({ values }) => values[i] ?? null)])
                : [],
            }
          : undefined
      }
    >
      <BarChart
        label={title}
        categories={categories}
        series={series}
        layout="columns"
        format={format.count}
        height={200}
      />
    </ChartShell>
  );
}
