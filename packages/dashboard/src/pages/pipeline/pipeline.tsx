import { Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePipeline } from '../../api/pipeline.ts';
import { useMay } from '../../api/use-may.ts';
import { useUrlState } from '../../api/use-url-state.ts';
import { Card } from '../../components/card.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Page } from '../../components/page.tsx';
import { ChecksCard } from './checks-card.tsx';
import { Lineage } from './lineage.tsx';
import { NodeCard } from './node-card.tsx';
import { NodesTable } from './nodes-table.tsx';
import css from './pipeline.module.css';
import { ProblemsCard } from './problems-card.tsx';
import { RunProgress } from './progress.tsx';
import { RunForm } from './run-form.tsx';
import { RunsCard } from './runs-card.tsx';
import { SchedulesCard } from './schedules-card.tsx';

/** The data pipeline: what is made of what, whether it is well, and running it. */
export function Pipeline() {
  const { t } = useTranslation();
  const { data, error, refetch } = usePipeline();
  const [chosen, choose] = useUrlState('node');
  const [run, chooseRun] = useUrlState('run');
  const [started, setStarted] = useState<string>();
  const may = useMay('models:write');
  const nodes = data?.nodes ?? [];
  const node = nodes.find(({ id }) => id === chosen);
  const following = started ?? data?.running ?? undefined;
  return (
    <Page title={t('section.pipeline')}>
      {error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <div className={css.page}>
          <ProblemsCard problems={data?.problems ?? []} />
          <Card title={t('pipeline.lineage')} unit={t('pipeline.lineageUnit')}>
            {data === undefined ? (
              <Skeleton height={320} aria-busy="true" />
            ) : nodes.length === 0 ? (
              <EmptyState title={t('pipeline.none')}>{t('pipeline.noneHint')}</EmptyState>
            ) : (
              <Lineage nodes={nodes} chosen={chosen} onChoose={choose} />
            )}
          </Card>
          {node && <NodeCard key={node.id} node={node} nodes={nodes} onClose={() => choose('')} />}
          {(may || following !== undefined) && (
            <Card title={t('pipeline.runNow')} unit={t('pipeline.runNowUnit')}>
              <div className={css.stack}>
                {may && <RunForm onStarted={setStarted} />}
                {following !== undefined && <RunProgress key={following} id={following} />}
              </div>
            </Card>
          )}
          {data !== undefined && (
            <>
              <ChecksCard nodes={nodes} />
              <Card title={t('pipeline.nodes')} unit={t('pipeline.nodesUnit', { schema: data.schema })}>
                <NodesTable nodes={nodes} onChoose={choose} />
              </Card>
              <SchedulesCard onRun={chooseRun} />
              <RunsCard nodes={nodes} chosen={run} onChoose={chooseRun} />
            </>
          )}
        </div>
      )}
    </Page>
  );
}
