import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import {
  type Alert,
  removedAlert,
  useAlerts,
  useMayEditAlerts,
  useRestoreAlert,
  useSnooze,
} from '../../api/alerts.ts';
import { useUrlState } from '../../api/use-url-state.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { FilterBar, SelectFilter } from '../../components/filter-bar.tsx';
import { Page } from '../../components/page.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { RemovedNotice } from '../../components/removed-notice.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { useFormat } from '../../format/use-format.ts';
import { AlertStatus } from './alert-status.tsx';
import css from './alerts.module.css';
import { conditionWords } from './condition-words.ts';
import { SnoozeMenu } from './snooze-menu.tsx';
import { useMetricNames } from './use-metric-names.ts';

const statuses = ['firing', 'ok', 'noData', 'snoozed', 'error', 'off'] as const;

/** Every alert: those that fire first. */
export function AlertList() {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useAlerts();
  const mayEdit = useMayEditAlerts();
  const restoring = useRestoreAlert();
  const snooze = useSnooze();
  const { nameOf, writerOf } = useMetricNames();
  const [status, setStatus] = useUrlState('status');
  const wordsOf = (alert: Alert) => conditionWords(t, format, alert, nameOf, writerOf(alert.metric ?? ''));
  const rank = (alert: Alert) => statuses.indexOf(alert.status);
  const rows = data
    ?.filter((alert) => status === '' || alert.status === status)
    .sort((a, b) => rank(a) - rank(b));
  const add = mayEdit && (
    <Button component={Link} href="/alerts/new" size="xs" leftSection={<IconPlus size={14} />}>
      {t('alerts.new')}
    </Button>
  );
  return (
    <Page title={t('section.alerts')} bar={add}>
      <RemovedNotice<{ id: string; title: string }>
        removedKey={removedAlert}
        words={({ title }) => t('alerts.removed', { title })}
        restoring={restoring}
      />
      {snooze.error && <ErrorState error={snooze.error} />}
      {data !== undefined && data.length > 0 && (
        <FilterBar>
          <SelectFilter
            label={t('alerts.status')}
            all={t('alerts.anyStatus')}
            value={status}
            options={statuses.map((value) => ({ value, label: t(`alertStatus.${value}`) }))}
            onChange={setStatus}
          />
        </FilterBar>
      )}
      <Card title={t('section.alerts')} unit={t('alerts.unit')}>
        {error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <DataTable<Alert>
            caption={t('section.alerts')}
            rows={rows}
            rowKey={({ id }) => id}
            file={{
              notes: statuses
                .filter((one) => one === status)
                .map((one) => `${t('alerts.status')}: ${t(`alertStatus.${one}`)}`),
            }}
            columns={[
              {
                key: 'title',
                name: t('alerts.alert'),
                file: { value: (alert) => `${alert.title} (${wordsOf(alert)})` },
                cell: (alert) => (
                  <>
                    <Link className={css.link} href={`/alerts/${alert.id}`}>
                      {alert.title}
                    </Link>
                    <span className={css.second}>{wordsOf(alert)}</span>
                  </>
                ),
              },
              {
                key: 'status',
                name: t('alerts.status'),
                width: '190px',
                file: { value: (alert) => t(`alertStatus.${alert.status}`) },
                cell: (alert) => (
                  <span className={css.tags}>
                    <AlertStatus alert={alert} />
                  </span>
                ),
              },
              {
                key: 'recent',
                name: t('alerts.recent'),
                file: { type: 'number', value: ({ recent }) => recent.at(-1)?.value },
                width: '150px',
                secondary: true,
                cell: ({ recent, metric = '' }) => (
                  <span className={css.recent}>
                    <Sparkline values={recent.map(({ value }) => value)} />
                    <span className="numeric">
                      {recent.length > 0 && writerOf(metric)(recent.at(-1)?.value ?? Number.NaN)}
                    </span>
                  </span>
                ),
              },
              {
                key: 'since',
                name: t('alerts.since'),
                file: { type: 'time', value: ({ since }) => Date.parse(since) },
                width: '140px',
                secondary: true,
                cell: ({ since }) => <RelativeTime at={since} />,
              },
              ...(mayEdit
                ? [
                    {
                      key: 'snooze',
                      name: '',
                      width: '130px',
                      cell: (alert: Alert) =>
                        alert.status !== 'off' && <SnoozeMenu alert={alert} snooze={snooze} />,
                    },
                  ]
                : []),
            ]}
            empty={
              <EmptyState
                title={status === '' ? t('alerts.none') : t('alerts.noneOfStatus')}
                action={status === '' ? add || undefined : undefined}
              >
                {t('alerts.noneHint')}
              </EmptyState>
            }
          />
        )}
      </Card>
    </Page>
  );
}
