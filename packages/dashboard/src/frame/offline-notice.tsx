import { useNetwork } from '@mantine/hooks';
import { useTranslation } from 'react-i18next';
import css from './offline-notice.module.css';

/** Says that the browser has no network, above whatever the page still shows. */
export function OfflineNotice() {
  const { t } = useTranslation();
  const { online } = useNetwork();
  if (online) return null;
  return (
    <p className={css.notice} role="status">
      {t('error.offline')}
    </p>
  );
}
