import { useTranslation } from 'react-i18next';
import type { Alert } from '../../api/alerts.ts';
import { Tag, type Tone } from '../../components/tag.tsx';

const tones: Record<Alert['status'], Tone> = {
  ok: 'good',
  firing: 'bad',
  noData: 'warn',
  snoozed: 'neutral',
  error: 'warn',
  off: 'neutral',
};

/** What an alert is now. */
export function AlertStatus({ alert }: { alert: Alert }) {
  const { t } = useTranslation();
  return (
    <>
      <Tag tone={tones[alert.status]} dot {...(alert.error === null ? {} : { title: alert.error })}>
        {t(`alertStatus.${alert.status}`)}
      </Tag>
      {alert.status === 'firing' && alert.acknowledged && <Tag>{t('alerts.acknowledged')}</Tag>}
    </>
  );
}
