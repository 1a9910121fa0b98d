import { useTranslation } from 'react-i18next';
import type { PipelineNode } from '../../api/pipeline.ts';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Tag } from '../../components/tag.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './pipeline.module.css';
import { isBroken, StatusTag, secondsOf, startOf, statusWords, testsOf, testsTone } from './status.tsx';

/** Every source, model and exposure with how it went last: what the graph shows, to read and to reach by keyboard. */
export function NodesTable({
  nodes,
  onChoose,
}: {
  nodes: readonly PipelineNode[];
  onChoose: (id: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const kindWords = (kind: PipelineNode['kind'], materialized: PipelineNode['materialized']) =>
    materialized === null ? t(`pipelineKind.${kind}`) : t(`pipelineMaterialized.${materialized}`);
  return (
    <DataTable<PipelineNode>
      caption={t('pipeline.nodes')}
      rows={nodes.filter(({ kind }) => kind !== 'test')}
      rowKey={({ id }) => id}
      file={{}}
      empty={<EmptyState title={t('pipeline.none')}>{t('pipeline.noneHint')}</EmptyState>}
      columns={[
        {
          key: 'name',
          name: t('pipeline.name'),
          file: {
            value: ({ name, kind, materialized, modified, last }) =>
              [
                `${name} (${kindWords(kind, materialized)})`,
                ...(kind === 'model' && modified && last !== null ? [t('pipeline.modified')] : []),
              ].join(', '),
          },
          cell: ({ id, name, kind, materialized, modified, last }) => (
            <span className={css.name}>
              <button type="button" className={css.link} onClick={() => onChoose(id)}>
                {name}
              </button>
              <span className={css.muted}>{kindWords(kind, materialized)}</span>
              {kind === 'model' && modified && last !== null && (
                <Tag tone="warn">{t('pipeline.modified')}</Tag>
              )}
            </span>
          ),
        },
        {
          key: 'status',
          name: t('pipeline.status'),
          width: '130px',
          file: {
            value: ({ kind, last }) =>
              kind === 'exposure' || (kind === 'source' && last === null)
                ? null
                : statusWords(t, last?.status),
          },
          cell: ({ kind, last }) =>
            kind === 'exposure' || (kind === 'source' && last === null) ? (
              '–'
            ) : (
              <StatusTag status={last?.status} />
            ),
        },
        {
          key: 'tests',
          name: t('pipeline.tests'),
          width: '120px',
          secondary: true,
          cell: ({ id }) => {
            const all = testsOf(nodes, id);
            const broken = all.filter(({ last }) => last !== null && isBroken(last.status)).length;
            if (all.length === 0) return '–';
            if (broken > 0)
              return <Tag tone={testsTone(nodes, id)}>{t('pipeline.broken', { count: broken })}</Tag>;
            return t('pipeline.testCount', { count: all.length });
          },
        },
        {
          key: 'rows',
          name: t('pipeline.rows'),
          file: { type: 'number', value: ({ last }) => last?.rows },
          width: '90px',
          numeric: true,
          secondary: true,
          cell: ({ last }) => <span title={format.exact(last?.rows)}>{format.count(last?.rows)}</span>,
        },
        {
          key: 'duration',
          name: t('pipeline.duration'),
          file: {
            name: t('chart.inSeconds', { name: t('pipeline.duration') }),
            type: 'number',
            value: ({ last }) => secondsOf(last?.durationMs),
          },
          width: '90px',
          numeric: true,
          secondary: true,
          cell: ({ last }) => format.duration(last?.durationMs),
        },
        {
          key: 'at',
          name: t('pipeline.at'),
          file: { type: 'time', value: ({ last }) => startOf(last) },
          width: '130px',
          secondary: true,
          cell: ({ last }) => <RelativeTime at={last?.startedAt} />,
        },
      ]}
    />
  );
}
