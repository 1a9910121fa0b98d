import { ApiError } from '@personalize/sdk';
import { useTranslation } from 'react-i18next';
import { EmptyState } from '../empty-state.tsx';
import { ErrorState } from '../error-state.tsx';
import { wordsOf } from '../use-words.ts';

/** Why a question has no answer: the server's own words say what to change; anything else as everywhere. */
export function AnswerError({ error, onRetry }: { error: Error; onRetry: () => void }) {
  const { t } = useTranslation();
  if (error instanceof ApiError && (error.status === 400 || error.status === 422)) {
    return (
      <EmptyState tone="error" title={t('asking.refused')}>
        {wordsOf(t, error)}
      </EmptyState>
    );
  }
  return <ErrorState error={error} onRetry={onRetry} />;
}
