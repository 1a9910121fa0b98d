import { useTranslation } from 'react-i18next';
import { type PipelineNode, usePipelineRun } from '../../api/pipeline.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './pipeline.module.css';
import { isBroken, StatusTag, startOf, statusWords } from './status.tsx';

/** Tests that found rows when they ran last, with some of those rows; the others are counted. */
export function ChecksCard({ nodes }: { nodes: readonly PipelineNode[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const tests = nodes.filter(({ kind, last }) => kind === 'test' || (kind === 'source' && last !== null));
  const broken = tests.filter(({ last }) => last !== null && isBroken(last.status));
  const passed = tests.filter(({ last }) => last?.status === 'pass').length;
  return (
    <Card
      title={t('pipeline.checks')}
      unit={t('pipeline.checksUnit', { passed: format.count(passed), of: format.count(tests.length) })}
    >
      <DataTable<PipelineNode>
        caption={t('pipeline.checks')}
        rows={broken}
        rowKey={({ id }) => id}
        file={{}}
        empty={
          <EmptyState title={passed > 0 ? t('pipeline.allPass') : t('pipeline.noChecks')}>
            {passed > 0 ? t('pipeline.allPassHint') : t('pipeline.noChecksHint')}
          </EmptyState>
        }
        columns={[
          {
            key: 'name',
            name: t('pipeline.test'),
            cell: ({ name }) => <code className={css.code}>{name}</code>,
          },
          {
            key: 'status',
            name: t('pipeline.status'),
            width: '130px',
            file: { value: ({ last }) => statusWords(t, last?.status) },
            cell: ({ last }) => <StatusTag status={last?.status} />,
          },
          {
            key: 'failures',
            name: t('pipeline.failures'),
            file: { type: 'number', value: ({ last }) => last?.failures },
            width: '100px',
            numeric: true,
            cell: ({ last }) => format.count(last?.failures),
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
        detail={(node) => <Sample node={node} />}
      />
    </Card>
  );
}

/** Rows that break a test, of its latest run. */
function Sample({ node: { id, last, name } }: { node: PipelineNode }) {
  const { t } = useTranslation();
  const run = usePipelineRun(last?.runId);
  const sample = run.data?.nodes.find((node) => node.id === id)?.sample;
  if (sample === null || sample === undefined || sample.rows.length === 0)
    return <span className={css.message}>{last?.message}</span>;
  return (
    <DataTable<(string | null)[]>
      caption={t('pipeline.sampleOf', { name })}
      rows={sample.rows}
      rowKey={(_, index) => String(index)}
      empty={null}
      columns={sample.columns.map((column, i) => ({
        key: column,
        name: column,
        cell: (row: (string | null)[]) => row[i] ?? <span className={css.muted}>–</span>,
      }))}
    />
  );
}
