import { Checkbox } from '@mantine/core';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Item, Performance } from '../../api/items.ts';
import { DataTable } from '../../components/data-table.tsx';
import type { TableFile } from '../../components/table-export.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './catalog.module.css';
import { ItemState, itemPath } from './item-state.tsx';

/** Items with what each did. */
export function ItemTable({
  items,
  performance,
  selected,
  onSelect,
  file,
  empty,
}: {
  items: readonly Item[] | undefined;
  performance: ReadonlyMap<string, Performance> | undefined;
  /** Undefined: nothing can be chosen. */
  selected: ReadonlySet<string> | undefined;
  onSelect: (next: ReadonlySet<string>) => void;
  file: TableFile<Item>;
  empty: ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const toggle = (itemId: string) => {
    const next = new Set(selected);
    if (!next.delete(itemId)) next.add(itemId);
    onSelect(next);
  };
  const measured = (key: Exclude<keyof Performance, 'clickThroughRate' | 'revenue'>, secondary: boolean) => ({
    key,
    name: t(`catalog.metric.${key}`),
    numeric: true,
    width: '100px',
    secondary,
    file: { type: 'number' as const, value: ({ itemId }: Item) => performance?.get(itemId)?.[key] },
    cell: ({ itemId }: Item) => format.count(performance && (performance.get(itemId)?.[key] ?? 0)),
  });
  return (
    <DataTable<Item>
      caption={t('catalog.items')}
      rows={items}
      rowKey={({ itemId }) => itemId}
      expectedRows={12}
      file={file}
      columns={[
        ...(selected === undefined
          ? []
          : [
              {
                key: 'choose',
                name: '',
                width: '36px',
                cell: ({ itemId, title }: Item) => (
                  <Checkbox
                    size="xs"
                    aria-label={t('catalog.choose', { title })}
                    checked={selected.has(itemId)}
                    onChange={() => toggle(itemId)}
                  />
                ),
              },
            ]),
        {
          key: 'title',
          name: t('catalog.item'),
          file: { value: ({ itemId, title }) => `${title} (${itemId})` },
          cell: (item) => (
            <span className={css.name}>
              <Link className={css.link} href={itemPath(item.itemId)}>
                {item.title}
              </Link>
              <code className={css.muted}>{item.itemId}</code>
              <ItemState item={item} />
            </span>
          ),
        },
        {
          key: 'category',
          name: t('catalog.category'),
          width: '150px',
          secondary: true,
          cell: ({ category }) => category,
        },
        {
          key: 'price',
          name: t('catalog.price'),
          file: { type: 'number', value: ({ price }) => price },
          numeric: true,
          width: '90px',
          secondary: true,
          cell: ({ price, currency }) => (price === undefined ? '–' : format.money(price, currency)),
        },
        measured('impressions', true),
        measured('clicks', false),
        {
          key: 'clickThroughRate',
          name: t('catalog.metric.clickThroughRate'),
          file: {
            type: 'number',
            unit: { style: 'percent' },
            value: ({ itemId }) => performance?.get(itemId)?.clickThroughRate,
          },
          numeric: true,
          width: '90px',
          secondary: true,
          cell: ({ itemId }) => format.percent(performance?.get(itemId)?.clickThroughRate),
        },
        measured('purchases', true),
        {
          key: 'revenue',
          name: t('catalog.metric.revenue'),
          file: { type: 'number', value: ({ itemId }) => performance?.get(itemId)?.revenue },
          numeric: true,
          width: '110px',
          secondary: true,
          cell: ({ itemId, currency }) =>
            format.money(performance && (performance.get(itemId)?.revenue ?? 0), currency),
        },
      ]}
      empty={empty}
    />
  );
}
