import { useMediaQuery } from '@mantine/hooks';
import type { SankeyNode } from '@personalize/charts';
import type { TFunction } from 'i18next';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { PathsAnswer } from '../../api/analytics.ts';
import { ChartShell } from '../../charts/chart-shell.tsx';
import { SankeyChart } from '../../charts/sankey-chart.tsx';
import { MetaLine } from '../../components/asking/meta-line.tsx';
import { BarCell } from '../../components/bar-cell.tsx';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './paths.module.css';

const mostRows = 40;
/** Px of a column of the diagram; on narrow screens it scrolls sideways. */
const columnWidth = 170;

/** The diagram of steps, and its flows as a table. */
export function PathsResult({
  answer,
  scope,
  onGo,
}: {
  answer: PathsAnswer | undefined;
  scope: 'session' | 'customer';
  /** A step was chosen in the diagram. */
  onGo: (value: string, step: number) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const narrow = useMediaQuery('(max-width: 900px)');
  const { nodes, links, columns } = useMemo(() => drawn(answer, t, format.count), [answer, t, format]);
  const pick = useCallback(
    (index: number) => {
      const node = answer?.nodes[index];
      if (node && !node.other && node.value !== null) onGo(node.value, node.step);
    },
    [answer, onGo],
  );
  const names = new Map(nodes.map((node) => [node.id, node]));
  const steps = new Map(answer?.nodes.map((node) => [node.id, node]));
  const plain = (id: number) => {
    const node = steps.get(id);
    return (
      node &&
      t('paths.place', {
        step: node.step,
        name: node.other ? t('asking.other') : (node.value ?? t('asking.none')),
      })
    );
  };
  const flows = answer?.links.toSorted((a, b) => b.paths - a.paths);
  const shareOf = (paths: number) => (answer ? paths / Math.max(1, answer.paths) : null);
  const perStep = Math.max(1, ...[...columns.values()]);
  const height = Math.max(300, perStep * 48);
  const empty = <EmptyState title={t('paths.nothing')}>{t('paths.nothingHint')}</EmptyState>;
  return (
    <>
      <ChartShell
        title={t('paths.result')}
        unit={
          answer
            ? t(`paths.counted.${scope}`, { count: answer.paths, exact: format.count(answer.paths) })
            : ''
        }
        height={height}
        empty={empty}
        footer={
          <>
            {`${t('paths.pick')} `}
            {answer !== undefined &&
              answer.shortened > 0 &&
              `${t('paths.shortened', { count: answer.shortened, exact: format.count(answer.shortened) })} `}
            <MetaLine meta={answer?.meta} />
          </>
        }
        table={
          answer && {
            columns: [
              { key: 'step', name: t('paths.step'), format: String },
              { key: 'name', name: t('paths.name') },
              { key: 'paths', name: t('paths.paths'), format: format.count },
              { key: 'ended', name: t('paths.ended'), format: format.count },
            ],
            rows: answer.nodes
              .toSorted((a, b) => a.step - b.step || b.paths - a.paths)
              .map(({ id, step, paths, ended }) => [step, names.get(id)?.name ?? '', paths, ended]),
          }
        }
      >
        <div className={css.wide}>
          <div style={narrow ? { width: columns.size * columnWidth } : undefined}>
            <SankeyChart
              label={t('paths.result')}
              height={height}
              nodes={nodes}
              links={links}
              format={format.count}
              onPick={pick}
            />
          </div>
        </div>
      </ChartShell>
      <Card
        title={t('paths.flows')}
        unit={t('paths.flowsUnit')}
        footer={flows && flows.length > mostRows ? t('paths.mostRows', { count: mostRows }) : undefined}
      >
        <DataTable
          caption={t('paths.flows')}
          columns={[
            { key: 'from', name: t('paths.from'), cell: ({ source }) => plain(source) },
            { key: 'to', name: t('paths.to'), cell: ({ target }) => plain(target) },
            {
              key: 'bar',
              name: '',
              width: '25%',
              secondary: true,
              cell: ({ paths }) => <BarCell share={shareOf(paths) ?? 0} />,
            },
            {
              key: 'paths',
              name: t('paths.paths'),
              file: { type: 'number', value: ({ paths }) => paths },
              numeric: true,
              cell: ({ paths }) => <span title={format.exact(paths)}>{format.count(paths)}</span>,
            },
            {
              key: 'share',
              name: t('paths.share'),
              file: { type: 'number', unit: { style: 'percent' }, value: ({ paths }) => shareOf(paths) },
              numeric: true,
              cell: ({ paths }) => format.percent(shareOf(paths)),
            },
          ]}
          rows={flows?.slice(0, mostRows)}
          file={{ all: async () => flows ?? [] }}
          rowKey={({ source, target }) => `${source} ${target}`}
          empty={empty}
        />
      </Card>
    </>
  );
}

function drawn(answer: PathsAnswer | undefined, t: TFunction, count: (value: number) => string) {
  const found = answer?.nodes ?? [];
  const first = Math.min(0, ...found.map(({ step }) => step));
  const columns = new Map<number, number>();
  for (const { step } of found) columns.set(step, (columns.get(step) ?? 0) + 1);
  return {
    columns,
    links: (answer?.links ?? []).map(({ source, target, paths }) => ({ source, target, value: paths })),
    nodes: found.map(({ id, step, value, other, paths, ended }): SankeyNode => {
      const name = other ? t('asking.other') : (value ?? t('asking.none'));
      return {
        id,
        depth: step - first,
        name: `${name} · ${count(paths)}`,
        ...(other || value === null ? {} : { kind: value }),
        details: [
          { name: t('paths.paths'), value: count(paths) },
          { name: t('paths.ended'), value: count(ended) },
        ],
      };
    }),
  };
}
