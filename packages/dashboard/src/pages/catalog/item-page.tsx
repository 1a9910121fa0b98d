import { Button } from '@mantine/core';
import { useMemo, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type NewItem, useChangeItems, useItem, usePutItem } from '../../api/items.ts';
import { useMay } from '../../api/use-may.ts';
import { Card } from '../../components/card.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './catalog.module.css';
import { ItemFigures } from './item-figures.tsx';
import { ItemForm } from './item-form.tsx';
import { ItemState } from './item-state.tsx';
import { SimilarCard } from './similar-card.tsx';
import { lastDays } from './span.ts';

/** One item: how it does, where it is shown, what is like it, and its fields. */
export function ItemPage({ itemId }: { itemId: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayEdit = useMay('catalog:write');
  const mayMeasure = useMay('analytics:read');
  const span = useMemo(() => lastDays(), []);
  const { data: item, error, refetch } = useItem(itemId);
  const changing = useChangeItems();
  const putting = usePutItem();
  const [hid, setHid] = useState<boolean>();
  /** What it was before the newest change. */
  const [edited, setEdited] = useState<NewItem>();
  // A later read that fails takes neither the item nor what is typed into its fields away.
  if (error && item === undefined) {
    return (
      <Page title={itemId}>
        <ErrorState error={error} onRetry={() => refetch()} />
      </Page>
    );
  }
  if (item === undefined) {
    return (
      <Page title={itemId}>
        <div aria-busy="true" />
      </Page>
    );
  }
  // Hiding it is no change of the fields: what is typed into them stays.
  const { hidden: _, ...fields } = item;
  const setHidden = (hidden: boolean, after: boolean | undefined) =>
    changing.mutate([{ itemId, change: { hidden } }], { onSuccess: () => setHid(after) });
  return (
    <Page
      title={item.title}
      bar={
        <div className={css.buttons}>
          <code className={css.muted}>{itemId}</code>
          <ItemState item={item} />
          {mayEdit && (
            <Button
              size="xs"
              variant="default"
              loading={changing.isPending}
              onClick={() => setHidden(!item.hidden, !item.hidden)}
            >
              {item.hidden ? t('catalog.show') : t('catalog.hide')}
            </Button>
          )}
        </div>
      }
    >
      {hid !== undefined && (
        <Notice>
          {t(hid ? 'catalog.wereHidden' : 'catalog.wereShown', { count: 1 })}{' '}
          <Button variant="subtle" size="compact-xs" onClick={() => setHidden(!hid, undefined)}>
            {t('placements.undo')}
          </Button>
        </Notice>
      )}
      {changing.error && <ErrorState error={changing.error} />}
      {mayMeasure && <ItemFigures item={item} span={span} />}
      <SimilarCard itemId={itemId} />
      <Card title={t('catalog.fields')} unit={t('catalog.fieldsUnit')}>
        {mayEdit ? (
          <>
            <ItemForm
              key={JSON.stringify(fields)}
              item={item}
              pending={putting.isPending}
              error={putting.error}
              onSubmit={(id, next) => {
                const { itemId: _, ...before } = item;
                putting.mutate({ itemId: id, item: next }, { onSuccess: () => setEdited(before) });
              }}
            />
            {edited !== undefined && (
              <p className={css.muted} role="status">
                {t('catalog.saved')}{' '}
                <Button
                  variant="subtle"
                  size="compact-xs"
                  loading={putting.isPending}
                  onClick={() =>
                    putting.mutate({ itemId, item: edited }, { onSuccess: () => setEdited(undefined) })
                  }
                >
                  {t('action.undo')}
                </Button>
              </p>
            )}
          </>
        ) : (
          <dl className={css.facts}>
            <dt>{t('catalog.category')}</dt>
            <dd>{item.category}</dd>
            <dt>{t('catalog.price')}</dt>
            <dd>{item.price === undefined ? '–' : format.money(item.price, item.currency)}</dd>
            {item.availableFrom !== undefined && (
              <>
                <dt>
                  {t('catalog.availableFrom', { zone: format.zoneName(Date.parse(item.availableFrom)) })}
                </dt>
                <dd>{format.dateTime(Date.parse(item.availableFrom))}</dd>
              </>
            )}
            {item.availableUntil !== undefined && (
              <>
                <dt>
                  {t('catalog.availableUntil', { zone: format.zoneName(Date.parse(item.availableUntil)) })}
                </dt>
                <dd>{format.dateTime(Date.parse(item.availableUntil))}</dd>
              </>
            )}
            {Object.entries(item.attributes ?? {}).map(([name, value]) => (
              <div key={name} className={css.fact}>
                <dt>{name}</dt>
                <dd>{String(value)}</dd>
              </div>
            ))}
          </dl>
        )}
      </Card>
    </Page>
  );
}
