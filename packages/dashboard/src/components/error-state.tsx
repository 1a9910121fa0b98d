import { Button } from '@mantine/core';
import { ApiError } from '@personalize/sdk';
import { useTranslation } from 'react-i18next';
import { EmptyState } from './empty-state.tsx';
import { remedyOf, wordsOf } from './use-words.ts';

/** What went wrong and what to do about it, in the reader's language; what the server said of it follows. */
export function ErrorState({ error, onRetry }: { error: Error; onRetry?: () => void }) {
  const { t } = useTranslation();
  const api = error instanceof ApiError ? error : undefined;
  const [remedy, words] = [remedyOf(t, error), wordsOf(t, error)];
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
      {api && <p>{words === remedy ? api.message : words}</p>}
      {api?.problem.requestId && (
        <p>
          {t('error.requestId')} <code>{api.problem.requestId}</code>
        </p>
      )}
    </EmptyState>
  );
}
