import { Button } from '@mantine/core';
import { ApiError, ConnectionError } from '@personalize/sdk';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './empty-state.tsx';

/** What went wrong and what to do about it, in the reader's language; the server's own words follow. */
export function ErrorState({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const { t } = useTranslation();
  const api = error instanceof ApiError ? error : undefined;
  const remedy =
    error instanceof ConnectionError
      ? t('error.unreachable')
      : api?.status === 401
        ? t('error.signedOut')
        : api?.status === 403
          ? t('error.forbidden')
          : api?.status === 404
            ? t('error.notFound')
            : api?.temporary
              ? t('error.busy')
              : t('error.unexpected');
  return (
    <EmptyState
      tone="error"
      title={remedy}
      action={
        onRetry && (
          <Button variant="default" size="xs" onClick={onRetry}>
            {t('action.retry')}
          </Button>
        )
      }
    >
      {api && <p>{api.message}</p>}
      {api?.problem.requestId && (
        <p>
          {t('error.requestId')} <code>{api.problem.requestId}</code>
        </p>
      )}
    </EmptyState>
  );
}
