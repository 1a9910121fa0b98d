import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { EmptyState } from '../../components/empty-state.tsx';
import { Page } from '../../components/page.tsx';

/** No page has this address. */
export function NotFound() {
  const { t } = useTranslation();
  return (
    <Page title={t('notFound.title')}>
      <EmptyState
        title={t('notFound.text', { path: location.pathname })}
        action={<Link href="/">{t('notFound.home')}</Link>}
      >
        {t('notFound.hint')}
      </EmptyState>
    </Page>
  );
}
