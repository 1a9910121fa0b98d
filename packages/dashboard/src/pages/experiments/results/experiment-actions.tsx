import { Button, Menu } from '@mantine/core';
import { IconCopy, IconDots, IconTrash } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { ExperimentResults } from '../../../api/experiment-results.ts';
import { type Experiment, type ResultsQuery, useMayExperiment } from '../../../api/experiments.ts';
import { ErrorState } from '../../../components/error-state.tsx';
import { ConfirmDialog, type ConfirmedAction } from '../confirm-dialog.tsx';
import css from './experiment-page.module.css';
import { useExperimentCsv } from './use-experiment-csv.ts';

/** What can be done with an experiment in its state: start, edit, ship, stop, copy, delete; figures as a file. */
export function ExperimentActions({
  experiment,
  results,
  query,
}: {
  experiment: Experiment;
  results: ExperimentResults | undefined;
  /** How the page reads the results. */
  query: ResultsQuery;
}) {
  const { t } = useTranslation();
  const mayWrite = useMayExperiment();
  const [asked, setAsked] = useState<ConfirmedAction | undefined>();
  const csv = useExperimentCsv(experiment);
  const { state, key } = experiment;
  const path = `/experiments/${encodeURIComponent(key)}/design`;
  const copy = `/experiments/new?from=${encodeURIComponent(key)}`;
  const recommended = results?.decision.action === 'ship' ? results.decision.variant : null;
  return (
    <div className={css.actions}>
      {csv.error && <ErrorState error={csv.error} onRetry={() => csv.mutate(query)} />}
      {state !== 'draft' && (
        <Button
          variant="default"
          size="xs"
          loading={csv.isPending}
          onClick={() => csv.mutate(query)}
          aria-label={t('experiment.csvAll')}
        >
          CSV
        </Button>
      )}
      {mayWrite && state !== 'stopped' && (
        <Button component={Link} href={path} variant="default" size="xs">
          {t('experiment.edit')}
        </Button>
      )}
      {mayWrite && state === 'draft' && (
        <Button size="xs" onClick={() => setAsked('start')}>
          {t('experiment.start')}
        </Button>
      )}
      {mayWrite && state === 'running' && (
        <>
          <Button variant="default" size="xs" onClick={() => setAsked('stop')}>
            {t('experiment.stop')}
          </Button>
          <Button
            size="xs"
            variant={recommended === null ? 'default' : 'filled'}
            onClick={() => setAsked('ship')}
          >
            {t('experiment.ship')}
          </Button>
        </>
      )}
      {mayWrite && (
        <Menu>
          <Menu.Target>
            <Button variant="default" size="xs" px={8} aria-label={t('experiment.more')}>
              <IconDots size={16} />
            </Button>
          </Menu.Target>
          <Menu.Dropdown>
            <Menu.Item component={Link} href={copy} leftSection={<IconCopy size={14} />}>
              {t('experiment.duplicate')}
            </Menu.Item>
            {state === 'draft' && (
              <Menu.Item leftSection={<IconTrash size={14} />} onClick={() => setAsked('remove')}>
                {t('experiment.remove')}
              </Menu.Item>
            )}
          </Menu.Dropdown>
        </Menu>
      )}
      <ConfirmDialog
        action={asked}
        experiment={experiment}
        recommended={recommended}
        onClose={() => setAsked(undefined)}
      />
    </div>
  );
}
