import { useTranslation } from 'react-i18next';
import {
  type PipelineNode,
  type PipelineRun,
  type RunNode,
  usePipelineRun,
  usePipelineRuns,
} from '../../api/pipeline.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { useFailureWords } from '../../components/use-words.ts';
import { useFormat } from '../../format/use-format.ts';
import css from './pipeline.module.css';
import { RunTag, StatusTag, secondsOf } from './status.tsx';

/** The newest runs; one of them node by node. */
export function RunsCard({
  nodes,
  chosen,
  onChoose,
}: {
  nodes: readonly PipelineNode[];
  chosen: string;
  onChoose: (id: string) => void;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = usePipelineRuns();
  const took = ({ startedAt, finishedAt }: PipelineRun) =>
    finishedAt === null ? null : Date.parse(finishedAt) - Date.parse(startedAt);
  const notWell = ({ counts }: PipelineRun) =>
    (counts.fail ?? 0) + (counts.error ?? 0) + (counts.skipped ?? 0);
  return (
    <Card title={t('pipeline.runs')} unit={t('pipeline.runsUnit')}>
      {error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <DataTable<PipelineRun>
          caption={t('pipeline.runs')}
          rows={data}
          rowKey={({ id }) => id}
          file={{}}
          empty={<EmptyState title={t('pipeline.noRuns')}>{t('pipeline.noRunsHint')}</EmptyState>}
          columns={[
            {
              key: 'at',
              name: t('pipeline.at'),
              file: { type: 'time', value: ({ startedAt }) => Date.parse(startedAt) },
              cell: ({ id, startedAt, command, select }) => (
                <span className={css.name}>
                  <button
                    type="button"
                    className={css.link}
                    aria-expanded={id === chosen}
                    onClick={() => onChoose(id === chosen ? '' : id)}
                  >
                    <RelativeTime at={startedAt} />
                  </button>
                  <span className={css.muted}>
                    {t(`pipelineCommand.${command}`)}
                    {select.length > 0 && ` · ${select.join(' ')}`}
                  </span>
                </span>
              ),
            },
            {
              key: 'state',
              name: t('pipeline.status'),
              width: '130px',
              file: { value: ({ state }) => t(`pipelineState.${state}`) },
              cell: ({ state }) => <RunTag state={state} />,
            },
            {
              key: 'broken',
              name: t('pipeline.notWell'),
              file: { type: 'number', value: notWell },
              width: '110px',
              numeric: true,
              secondary: true,
              cell: (run) => format.count(notWell(run)),
            },
            {
              key: 'chosen',
              name: t('pipeline.chosen'),
              file: { type: 'number', value: (run) => run.chosen },
              width: '90px',
              numeric: true,
              secondary: true,
              cell: (run) => format.count(run.chosen),
            },
            {
              key: 'duration',
              name: t('pipeline.duration'),
              width: '90px',
              numeric: true,
              file: {
                name: t('chart.inSeconds', { name: t('pipeline.duration') }),
                type: 'number',
                value: (run) => secondsOf(took(run)),
              },
              cell: (run) => format.duration(took(run)),
            },
          ]}
          detail={(run) => (run.id === chosen ? <RunDetail id={run.id} nodes={nodes} /> : null)}
        />
      )}
    </Card>
  );
}

function RunDetail({ id, nodes }: { id: string; nodes: readonly PipelineNode[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const failureWords = useFailureWords();
  const { data, error, refetch } = usePipelineRun(id);
  const names = new Map(nodes.map((node) => [node.id, node.name]));
  if (error) return <ErrorState error={error} onRetry={() => refetch()} />;
  if (data !== undefined && data.error !== '') return <p className={css.message}>{failureWords(data)}</p>;
  return (
    <DataTable<RunNode>
      caption={t('pipeline.nodesOfRun')}
      rows={data?.nodes}
      rowKey={(node) => node.id}
      empty={<p className={css.message}>{t('pipeline.nothingDone')}</p>}
      columns={[
        {
          key: 'name',
          name: t('pipeline.name'),
          cell: (node) => (
            <span className={css.name}>
              <code className={css.code}>{names.get(node.id) ?? node.id}</code>
              {node.message !== '' && <span className={css.muted}>{node.message}</span>}
            </span>
          ),
        },
        {
          key: 'status',
          name: t('pipeline.status'),
          width: '130px',
          cell: ({ status }) => <StatusTag status={status} />,
        },
        {
          key: 'rows',
          name: t('pipeline.rows'),
          width: '90px',
          numeric: true,
          secondary: true,
          cell: ({ rows }) => format.count(rows),
        },
        {
          key: 'duration',
          name: t('pipeline.duration'),
          width: '90px',
          numeric: true,
          secondary: true,
          cell: ({ durationMs }) => format.duration(durationMs),
        },
      ]}
    />
  );
}
