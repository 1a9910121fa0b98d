import { Button, Skeleton } from '@mantine/core';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCustomers, usePlacements } from '../../../api/customers.ts';
import { useItems } from '../../../api/items.ts';
import { champion, type Model, usePredict } from '../../../api/models.ts';
import { ChipsInput } from '../../../components/asking/chips-select.tsx';
import { Card } from '../../../components/card.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { SelectFilter } from '../../../components/filter-bar.tsx';
import { Notice } from '../../../components/notice.tsx';
import css from '../shared/shared.module.css';
import own from './predict.module.css';
import { PredictionsTable } from './predictions-table.tsx';

/** Best items shown of each customer. */
const shares = ['5', '10', '25', '100'] as const;
const mostCustomers = 20;

/** Scores of any version for customers and items of one's choice, as they stand now. Nothing of it is logged. */
export function PredictPanel({ name, model, may }: { name: string; model: Model | undefined; may: boolean }) {
  const { t } = useTranslation();
  const versions = (model?.versions ?? []).filter(({ state }) => state === 'ready');
  const serving = versions.find(({ aliases }) => aliases.includes(champion)) ?? versions[0];
  const [chosen, setChosen] = useState('');
  const [customers, setCustomers] = useState<string[]>([]);
  const [items, setItems] = useState<string[]>([]);
  const [placement, setPlacement] = useState('home');
  const [each, setEach] = useState<string>('10');
  const [tried, setTried] = useState(false);
  const people = useCustomers({});
  const catalog = useItems({}, may);
  const placements = usePlacements();
  const predicting = usePredict(name);
  if (!may) return <Notice>{t('models.viewerHint')}</Notice>;
  if (model === undefined) return <Skeleton height={320} />;
  if (serving === undefined) {
    return (
      <Card title={t('modelPredict.title')}>
        <EmptyState title={t('modelPredict.noVersion')}>{t('modelPredict.noVersionHint')}</EmptyState>
      </Card>
    );
  }
  const version = Number(chosen) || serving.version;
  const slots = placements.data?.data ?? [];
  const submit = () => {
    setTried(true);
    if (customers.length === 0) return;
    predicting.mutate({
      ...{ customerIds: customers, version, placement, limit: Number(each), explain: true },
      ...(items.length > 0 && { items }),
    });
  };
  return (
    <div className={css.form}>
      <Card title={t('modelPredict.title')} unit={t('modelPredict.unit')}>
        <form
          noValidate
          className={own.form}
          onSubmit={(event) => {
            event.preventDefault();
            submit();
          }}
        >
          <div className={own.fields}>
            <SelectFilter
              label={t('model.version')}
              value={String(version)}
              options={versions.map((one) => ({
                value: String(one.version),
                label: [
                  t('model.versionNumber', { version: one.version }),
                  ...one.aliases.map((alias) => t(`modelAlias.${alias}`, { defaultValue: alias })),
                ].join(', '),
              }))}
              onChange={setChosen}
            />
            <SelectFilter
              label={t('modelPredict.placement')}
              value={placement}
              options={slots.map((one) => ({ value: one.name, label: one.title }))}
              onChange={setPlacement}
            />
            <SelectFilter
              label={t('modelPredict.each')}
              value={each}
              options={shares.map((value) => ({ value, label: value }))}
              onChange={setEach}
            />
          </div>
          <div>
            <ChipsInput
              label={t('modelPredict.customers')}
              add={t('modelPredict.addCustomer')}
              values={customers}
              suggestions={
                people.data?.pages.flatMap(({ data }) =>
                  data.flatMap(({ customerId }) => customerId ?? []),
                ) ?? []
              }
              onChange={(next) => setCustomers(next.slice(0, mostCustomers))}
            />
            <p className={tried && customers.length === 0 ? css.bad : css.muted}>
              {tried && customers.length === 0
                ? t('modelPredict.needCustomer')
                : t('modelPredict.customersHint', { most: mostCustomers })}
            </p>
          </div>
          <div>
            <ChipsInput
              label={t('modelPredict.items')}
              add={t('modelPredict.addItem')}
              values={items}
              suggestions={catalog.data?.pages.flatMap(({ data }) => data.map(({ itemId }) => itemId)) ?? []}
              onChange={setItems}
            />
            <p className={css.muted}>{t('modelPredict.itemsHint')}</p>
          </div>
          <div className={css.buttons}>
            <Button type="submit" loading={predicting.isPending}>
              {t('modelPredict.do')}
            </Button>
          </div>
        </form>
      </Card>
      {predicting.error ? (
        <ErrorState error={predicting.error} onRetry={submit} />
      ) : (
        <PredictionsTable answer={predicting.data} waiting={predicting.isPending} />
      )}
    </div>
  );
}
