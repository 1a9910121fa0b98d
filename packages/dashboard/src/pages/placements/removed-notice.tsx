import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type PlacementSettings, usePutPlacement } from '../../api/placements.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';

/** Where the placement that was just removed is kept for its undoing. */
export const removedKey = ['placement-removed'];

/** Says what was removed and puts it back on demand. */
export function RemovedNotice() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [removed, setRemoved] = useState(() => queries.getQueryData<PlacementSettings>(removedKey));
  const putting = usePutPlacement();
  if (removed === undefined) return null;
  const undo = () =>
    putting.mutate(
      { settings: removed, version: 0 },
      {
        onSuccess: () => {
          queries.removeQueries({ queryKey: removedKey });
          setRemoved(undefined);
        },
      },
    );
  return (
    <>
      <Notice>
        {t('placements.removed', { title: removed.title })}{' '}
        <Button variant="subtle" size="compact-xs" loading={putting.isPending} onClick={undo}>
          {t('placements.undo')}
        </Button>
      </Notice>
      {putting.error && <ErrorState error={putting.error} onRetry={undo} />}
    </>
  );
}
