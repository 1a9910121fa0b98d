import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useLocation } from 'wouter';
import {
  type Alert,
  removedAlert,
  useAcknowledge,
  useAlert,
  useMayEditAlerts,
  usePutAlert,
  useRemoveAlert,
  useSnooze,
  useTestAlert,
} from '../../api/alerts.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { useFormat } from '../../format/use-format.ts';
import { AlertForm } from './alert-form.tsx';
import { AlertStatus } from './alert-status.tsx';
import css from './alerts.module.css';
import { type Draft, toDraft } from './draft.ts';
import { HistoryCard } from './history-card.tsx';
import { PreviewCard } from './preview-card.tsx';
import { SnoozeMenu } from './snooze-menu.tsx';
import { useDefinition } from './use-definition.ts';
import { useMetricNames } from './use-metric-names.ts';

/** One alert: its state, what it watches, what happened to it. */
export function AlertPage({ id }: { id: string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useAlert(id);
  if (data === undefined) {
    return (
      <Page title={t('section.alerts')}>
        {error && <ErrorState error={error} onRetry={() => refetch()} />}
      </Page>
    );
  }
  return <LoadedAlert key={data.version} alert={data} />;
}

function LoadedAlert({ alert }: { alert: Alert }) {
  const { t } = useTranslation();
  const format = useFormat();
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const mayEdit = useMayEditAlerts();
  const { writerOf } = useMetricNames();
  const [draft, setDraft] = useState<Draft>(() => toDraft(alert));
  const [changed, setChanged] = useState(false);
  const definition = useDefinition(draft);
  const [put, remove, acknowledge, test, snooze] = [
    usePutAlert(),
    useRemoveAlert(),
    useAcknowledge(),
    useTestAlert(),
    useSnooze(),
  ];
  const { id, version } = alert;
  const failed = put.error ?? remove.error ?? acknowledge.error ?? test.error ?? snooze.error;
  return (
    <Page
      title={alert.title}
      bar={
        <>
          <AlertStatus alert={alert} />
          {mayEdit && (
            <>
              {alert.status === 'firing' && alert.acknowledged === null && (
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={acknowledge.isPending}
                  onClick={() => acknowledge.mutate(id)}
                >
                  {t('alerts.acknowledge')}
                </Button>
              )}
              {alert.status !== 'off' && <SnoozeMenu alert={alert} snooze={snooze} />}
              {(alert.channels ?? []).length > 0 && (
                <Button
                  size="compact-sm"
                  variant="default"
                  loading={test.isPending}
                  onClick={() => test.mutate(id)}
                >
                  {t('alerts.test')}
                </Button>
              )}
            </>
          )}
        </>
      }
    >
      {alert.error !== null && <Notice>{t('alerts.cannotJudge', { why: alert.error })}</Notice>}
      {alert.snoozedUntil !== null && (
        <Notice>{t('alerts.snoozedUntil', { time: format.dateTime(Date.parse(alert.snoozedUntil)) })}</Notice>
      )}
      {alert.acknowledged && <Notice>{t('alerts.acknowledgedBy', { name: alert.acknowledged.by })}</Notice>}
      {test.data?.data.map(({ to, error }) => (
        <Notice key={to}>
          {error === null ? t('alerts.testArrived', { to }) : t('alerts.testFailed', { to, why: error })}
        </Notice>
      ))}
      {failed && <ErrorState error={failed} />}
      <form
        className={css.form}
        onSubmit={(event) => {
          event.preventDefault();
          if (definition) put.mutate({ id, version, body: definition });
        }}
      >
        <AlertForm
          draft={draft}
          onChange={(next) => {
            setDraft(next);
            setChanged(true);
          }}
          error={put.error}
          readOnly={!mayEdit}
        />
        <PreviewCard definition={definition} />
        {mayEdit && (
          <div className={css.buttons}>
            <Button
              type="submit"
              disabled={!changed || definition === undefined || draft.title.trim() === ''}
              loading={put.isPending}
            >
              {t('alerts.save')}
            </Button>
            <Button
              variant="default"
              loading={remove.isPending}
              onClick={() =>
                remove.mutate(id, {
                  onSuccess: () => {
                    queries.setQueryData(removedAlert, { id, title: alert.title });
                    navigate('/alerts');
                  },
                })
              }
            >
              {t('alerts.remove', { title: alert.title })}
            </Button>
          </div>
        )}
      </form>
      <HistoryCard id={id} write={alert.kind === 'metric' ? writerOf(alert.metric ?? '') : format.count} />
    </Page>
  );
}
