import { useTranslation } from 'react-i18next';
import { type AlertEvent, useAlertHistory } from '../../api/alerts.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Tag, type Tone } from '../../components/tag.tsx';
import css from './alerts.module.css';

const tones: Partial<Record<AlertEvent['kind'], Tone>> = {
  firing: 'bad',
  ok: 'good',
  noData: 'warn',
  error: 'warn',
  undelivered: 'warn',
};

/** What happened to an alert, newest first. */
export function HistoryCard({ id, write }: { id: string; write: (value: number) => string }) {
  const { t } = useTranslation();
  const { data, error, refetch } = useAlertHistory(id);
  return (
    <Card title={t('alerts.history')} unit={t('alerts.historyUnit')}>
      {error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <DataTable<AlertEvent>
          caption={t('alerts.history')}
          rows={data}
          rowKey={({ at, kind }, index) => `${at} ${kind} ${index}`}
          file={{}}
          columns={[
            {
              key: 'at',
              name: t('chart.time'),
              file: { type: 'time', value: ({ at }) => Date.parse(at) },
              width: '140px',
              cell: ({ at }) => <RelativeTime at={at} />,
            },
            {
              key: 'kind',
              name: t('alerts.what'),
              width: '150px',
              cell: ({ kind }) => <Tag tone={tones[kind] ?? 'neutral'}>{t(`alertEvent.${kind}`)}</Tag>,
            },
            {
              key: 'value',
              name: t('alerts.value'),
              file: { type: 'number', value: ({ value }) => value },
              width: '110px',
              numeric: true,
              cell: ({ value }) => (value === null ? '–' : write(value)),
            },
            {
              key: 'detail',
              name: t('alerts.detail'),
              secondary: true,
              cell: ({ detail }) => <span className={css.second}>{detail}</span>,
            },
          ]}
          empty={<EmptyState title={t('alerts.noHistory')} />}
        />
      )}
    </Card>
  );
}
