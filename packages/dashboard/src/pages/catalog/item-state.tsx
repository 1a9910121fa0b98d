import { useTranslation } from 'react-i18next';
import type { Item } from '../../api/items.ts';
import { Tag } from '../../components/tag.tsx';

/** Why an item is not recommended, when it is not. */
export function ItemState({ item }: { item: Item }) {
  const { t } = useTranslation();
  const now = Date.now();
  if (item.hidden) return <Tag tone="warn">{t('catalog.hidden')}</Tag>;
  if (item.availableFrom !== undefined && Date.parse(item.availableFrom) > now) {
    return <Tag>{t('catalog.notYet')}</Tag>;
  }
  if (item.availableUntil !== undefined && Date.parse(item.availableUntil) <= now) {
    return <Tag>{t('catalog.noLonger')}</Tag>;
  }
  return null;
}

export function itemPath(itemId: string): string {
  return `/catalog/items/${encodeURIComponent(itemId)}`;
}
