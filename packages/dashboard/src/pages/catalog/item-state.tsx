import { useTranslation } from 'react-i18next';
import type { Item, ItemSearch } from '../../api/items.ts';
import { Tag } from '../../components/tag.tsx';

/** What lists can be narrowed to. */
export const itemStates = ['shown', 'now', 'hidden', 'later', 'past'] as const;
export type ItemStateName = (typeof itemStates)[number];

/** The same as the server is asked. */
export function stateQuery(state: string): Pick<ItemSearch, 'hidden' | 'availability'> {
  if (state === 'shown') return { hidden: false };
  if (state === 'hidden') return { hidden: true };
  if (state === 'now') return { hidden: false, availability: 'now' };
  return state === 'later' || state === 'past' ? { availability: state } : {};
}

export function isInState({ hidden = false, availableFrom, availableUntil }: Item, state: string): boolean {
  const now = Date.now();
  const later = availableFrom !== undefined && Date.parse(availableFrom) > now;
  const past = availableUntil !== undefined && Date.parse(availableUntil) <= now;
  if (state === 'shown' || state === 'hidden') return hidden === (state === 'hidden');
  if (state === 'now') return !hidden && !later && !past;
  return state === 'later' ? later : state === 'past' ? past : true;
}

/** Why an item is not recommended, when it is not. */
export function ItemState({ item }: { item: Item }) {
  const { t } = useTranslation();
  if (isInState(item, 'hidden')) return <Tag tone="warn">{t('catalog.hidden')}</Tag>;
  if (isInState(item, 'later')) return <Tag>{t('catalog.notYet')}</Tag>;
  return isInState(item, 'past') ? <Tag>{t('catalog.noLonger')}</Tag> : null;
}

export function itemPath(itemId: string): string {
  return `/catalog/items/${encodeURIComponent(itemId)}`;
}
