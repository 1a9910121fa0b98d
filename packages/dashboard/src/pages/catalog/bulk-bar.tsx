import { Button } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type Item, useChangeItems } from '../../api/items.ts';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';
import css from './catalog.module.css';

interface Done {
  hidden: boolean;
  /** What was changed; undoing gives each its state of before. */
  itemIds: string[];
}

/** Hides or shows the chosen items, and takes it back. */
export function BulkBar({
  items,
  selected,
  onSelect,
}: {
  items: readonly Item[];
  selected: ReadonlySet<string>;
  onSelect: (next: ReadonlySet<string>) => void;
}) {
  const { t } = useTranslation();
  const changing = useChangeItems();
  const [done, setDone] = useState<Done>();
  const chosen = items.filter(({ itemId }) => selected.has(itemId));
  const set = (hidden: boolean) => {
    const itemIds = chosen.filter((item) => (item.hidden ?? false) !== hidden).map(({ itemId }) => itemId);
    changing.mutate(
      itemIds.map((itemId) => ({ itemId, change: { hidden } })),
      {
        onSuccess: () => {
          setDone({ hidden, itemIds });
          onSelect(new Set());
        },
      },
    );
  };
  const undo = ({ hidden, itemIds }: Done) =>
    changing.mutate(
      itemIds.map((itemId) => ({ itemId, change: { hidden: !hidden } })),
      { onSuccess: () => setDone(undefined) },
    );
  return (
    <>
      {chosen.length > 0 && (
        <div className={css.bulk}>
          <span>{t('catalog.chosen', { count: chosen.length })}</span>
          <Button size="compact-sm" loading={changing.isPending} onClick={() => set(true)}>
            {t('catalog.hide')}
          </Button>
          <Button size="compact-sm" variant="default" loading={changing.isPending} onClick={() => set(false)}>
            {t('catalog.show')}
          </Button>
          <Button size="compact-sm" variant="default" onClick={() => onSelect(new Set())}>
            {t('action.clear')}
          </Button>
        </div>
      )}
      {done !== undefined && (
        <Notice>
          {t(done.hidden ? 'catalog.wereHidden' : 'catalog.wereShown', { count: done.itemIds.length })}{' '}
          <Button variant="subtle" size="compact-xs" loading={changing.isPending} onClick={() => undo(done)}>
            {t('placements.undo')}
          </Button>
        </Notice>
      )}
      {changing.error && <ErrorState error={changing.error} />}
    </>
  );
}
