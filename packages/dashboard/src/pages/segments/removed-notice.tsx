import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SegmentSettings, usePutSegment } from '../../api/segments.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';

export interface RemovedSegment {
  name: string;
  settings: SegmentSettings;
}

/** Where the segment that was just removed is kept for its undoing. */
export const removedKey = ['segment-removed'];

/** Says what was removed and puts it back on demand; customers enter it again. */
export function RemovedNotice() {
  const { t } = useTranslation();
  const queries = useQueryClient();
  const [removed, setRemoved] = useState(() => queries.getQueryData<RemovedSegment>(removedKey));
  const putting = usePutSegment();
  if (removed === undefined) return null;
  const undo = () =>
    putting.mutate(
      { ...removed, version: 0 },
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
        {t('segments.removed', { name: removed.name })}{' '}
        <Button variant="subtle" size="compact-xs" loading={putting.isPending} onClick={undo}>
          {t('placements.undo')}
        </Button>
      </Notice>
      {putting.error && <ErrorState error={putting.error} onRetry={undo} />}
    </>
  );
}
