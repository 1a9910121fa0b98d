import { ActionIcon, Button, NumberInput, Select, TagsInput, TextInput } from '@mantine/core';
import { IconPlus, IconX } from '@tabler/icons-react';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import type { Item, NewItem } from '../../api/items.ts';
import { useWords } from '../../components/use-words.ts';
import { useFormat } from '../../format/use-format.ts';
import { fromField, toField } from '../../format/zoned.ts';
import css from './catalog.module.css';
import { type AttributeRow, attributesOf, isNoNumber, rowsOf } from './item-attributes.ts';

/** Every field of an item. */
export function ItemForm({
  item,
  pending,
  error,
  onSubmit,
}: {
  /** Undefined: a new one. */
  item?: Item;
  pending: boolean;
  error: Error | null;
  onSubmit: (itemId: string, item: NewItem) => void;
}) {
  const { t, i18n } = useTranslation();
  const words = useWords();
  const [itemId, setItemId] = useState(item?.itemId ?? '');
  const [title, setTitle] = useState(item?.title ?? '');
  const [category, setCategory] = useState(item?.category ?? '');
  const [price, setPrice] = useState<number | string>(item?.price ?? '');
  const [currency, setCurrency] = useState(item?.currency ?? '');
  const [url, setUrl] = useState(item?.url ?? '');
  const [imageUrl, setImageUrl] = useState(item?.imageUrl ?? '');
  const { timeZone, zoneName } = useFormat();
  const field = (time: string | undefined) => (time === undefined ? '' : toField(Date.parse(time), timeZone));
  const [from, setFrom] = useState(() => field(item?.availableFrom));
  const [until, setUntil] = useState(() => field(item?.availableUntil));
  const instant = (text: string, before: string | undefined) => {
    // An instant that was not touched keeps its seconds.
    if (text === field(before)) return before;
    const at = fromField(text, timeZone);
    return Number.isNaN(at) ? undefined : new Date(at).toISOString();
  };
  const inOrder = from === '' || until === '' || from < until;
  const [tags, setTags] = useState(item?.tags ?? []);
  const [rows, setRows] = useState<AttributeRow[]>(() => rowsOf(item?.attributes ?? {}));
  const submit = (event: FormEvent) => {
    event.preventDefault();
    // What this form does not show (categories, hidden) stays as it is.
    const { itemId: _, ...kept } = item ?? { itemId, title, category };
    const next: NewItem = { ...kept, title: title.trim(), category: category.trim() };
    setOrRemove(next, 'price', typeof price === 'number' ? price : undefined);
    setOrRemove(next, 'currency', currency.trim().toUpperCase() || undefined);
    setOrRemove(next, 'url', url.trim() || undefined);
    setOrRemove(next, 'imageUrl', imageUrl.trim() || undefined);
    setOrRemove(next, 'availableFrom', instant(from, item?.availableFrom));
    setOrRemove(next, 'availableUntil', instant(until, item?.availableUntil));
    setOrRemove(next, 'tags', tags.length === 0 ? undefined : tags);
    setOrRemove(next, 'attributes', attributesOf(rows));
    onSubmit(itemId.trim(), next);
  };
  const setRow = (id: string, change: Partial<AttributeRow>) =>
    setRows(rows.map((row) => (row.id === id ? { ...row, ...change } : row)));
  return (
    <form className={css.stack} onSubmit={submit}>
      <div className={css.fields}>
        {item === undefined && (
          <TextInput
            label={t('catalog.itemId')}
            maxLength={256}
            value={itemId}
            onChange={(event) => setItemId(event.currentTarget.value)}
          />
        )}
        <TextInput
          label={t('catalog.title')}
          maxLength={500}
          value={title}
          onChange={(event) => setTitle(event.currentTarget.value)}
        />
        <TextInput
          label={t('catalog.category')}
          maxLength={200}
          value={category}
          onChange={(event) => setCategory(event.currentTarget.value)}
        />
        <NumberInput
          label={t('catalog.price')}
          min={0}
          decimalSeparator={i18n.language === 'pt-BR' ? ',' : '.'}
          allowedDecimalSeparators={['.', ',']}
          value={price}
          onChange={setPrice}
          hideControls
        />
        <TextInput
          label={t('catalog.currency')}
          maxLength={3}
          value={currency}
          onChange={(event) => setCurrency(event.currentTarget.value)}
        />
        <TextInput
          label={t('catalog.url')}
          maxLength={2048}
          value={url}
          onChange={(event) => setUrl(event.currentTarget.value)}
        />
        <TextInput
          label={t('catalog.imageUrl')}
          maxLength={2048}
          value={imageUrl}
          onChange={(event) => setImageUrl(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label={t('catalog.availableFrom', { zone: zoneName(Date.now()) })}
          value={from}
          onChange={(event) => setFrom(event.currentTarget.value)}
        />
        <TextInput
          type="datetime-local"
          label={t('catalog.availableUntil', { zone: zoneName(Date.now()) })}
          value={until}
          error={inOrder ? undefined : t('catalog.untilAfterFrom')}
          onChange={(event) => setUntil(event.currentTarget.value)}
        />
        <TagsInput label={t('catalog.tags')} value={tags} onChange={setTags} maxTags={100} />
      </div>
      {rows.map((row) => (
        <div key={row.id} className={css.attribute}>
          <TextInput
            size="xs"
            label={t('catalog.attribute')}
            maxLength={64}
            value={row.name}
            onChange={(event) => setRow(row.id, { name: event.currentTarget.value })}
          />
          <Select
            size="xs"
            label={t('catalog.type')}
            allowDeselect={false}
            value={row.type}
            onChange={(type) => setRow(row.id, { type: type ?? 'text' })}
            data={(['text', 'number', 'boolean'] as const).map((value) => ({
              value,
              label: t(`catalog.types.${value}`),
            }))}
          />
          {row.type === 'boolean' ? (
            <Select
              size="xs"
              label={t('rule.value')}
              allowDeselect={false}
              value={row.value === 'true' ? 'true' : 'false'}
              onChange={(value) => setRow(row.id, { value: value ?? 'false' })}
              data={[
                { value: 'true', label: t('rule.true') },
                { value: 'false', label: t('rule.false') },
              ]}
            />
          ) : (
            <TextInput
              size="xs"
              label={t('rule.value')}
              maxLength={500}
              value={row.value}
              error={isNoNumber(row) && t('catalog.notNumber')}
              onChange={(event) => setRow(row.id, { value: event.currentTarget.value })}
            />
          )}
          <ActionIcon
            variant="subtle"
            color="gray"
            aria-label={t('catalog.removeAttribute', { name: row.name })}
            onClick={() => setRows(rows.filter(({ id }) => id !== row.id))}
          >
            <IconX size={16} />
          </ActionIcon>
        </div>
      ))}
      {error && (
        <p className={css.wrong} role="alert">
          {words(error)}
        </p>
      )}
      <div className={css.buttons}>
        <Button
          size="xs"
          variant="default"
          leftSection={<IconPlus size={14} />}
          onClick={() => setRows([...rows, ...rowsOf({ '': '' })])}
        >
          {t('catalog.addAttribute')}
        </Button>
        <Button
          type="submit"
          size="xs"
          loading={pending}
          disabled={
            !inOrder ||
            rows.some(isNoNumber) ||
            [itemId, title, category].some((needed) => needed.trim() === '')
          }
        >
          {item === undefined ? t('catalog.create') : t('settings.save')}
        </Button>
      </div>
    </form>
  );
}

function setOrRemove<K extends keyof NewItem>(item: NewItem, key: K, value: NewItem[K] | undefined): void {
  if (value === undefined) delete item[key];
  else item[key] = value;
}
