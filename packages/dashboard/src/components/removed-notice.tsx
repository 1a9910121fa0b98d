import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { ErrorState } from './error-state.tsx';
import { Notice } from './notice.tsx';

/** Says what was removed on the page before, which left it under a key of the query client, and puts it back. */
export function RemovedNotice<T extends object>({
  removedKey,
  words,
  restoring,
}: {
  removedKey: readonly string[];
  words: (removed: T) => string;
  /** Takes what was left there. */
  restoring: {
    mutate: (removed: T, options: { onSuccess: () => void }) => void;
    isPending: boolean;
    error: Error | null;
  };
}) {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [removed, setRemoved] = useState(() => queries.getQueryData<T>(removedKey));
  if (removed === undefined) return null;
  const undo = () =>
    restoring.mutate(removed, {
      onSuccess: () => {
        queries.removeQueries({ queryKey: removedKey });
        setRemoved(undefined);
      },
    });
  return (
    <>
      <Notice>
        {words(removed)}{' '}
        <Button variant="subtle" size="compact-xs" loading={restoring.isPending} onClick={undo}>
          {t('action.undo')}
        </Button>
      </Notice>
      {restoring.error && <ErrorState error={restoring.error} onRetry={undo} />}
    </>
  );
}
