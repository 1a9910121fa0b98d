import { TextInput } from '@mantine/core';
import { useDebouncedValue } from '@mantine/hooks';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { usePlacements } from '../../../api/customers.ts';
import { type PlacementSettings, usePreview, useSomeCustomer } from '../../../api/placements.ts';
import { useUrlState } from '../../../api/use-url-state.ts';
import { Card } from '../../../components/card.tsx';
import { SelectFilter } from '../../../components/filter-bar.tsx';
import { settingsOf } from '../settings.ts';
import css from './preview.module.css';
import { PreviewColumn } from './preview-column.tsx';

/** How long the typing must rest before the server is asked, ms. */
const restMs = 400;

/** What the placement would answer to any customer, beside changed settings or another placement's. */
export function PreviewCard({ name, draft }: { name: string; draft: PlacementSettings | undefined }) {
  const { t } = useTranslation();
  const [chosen, setChosen] = useUrlState('customer');
  const [typed, setTyped] = useState<string>();
  const some = useSomeCustomer();
  const [customer] = useDebouncedValue((typed ?? chosen) || some.data || '', restMs);
  const [other, setOther] = useUrlState('with');
  const [settled] = useDebouncedValue(draft, restMs);
  const placements = usePlacements();
  const others = (placements.data?.data ?? []).filter((one) => one.name !== name);
  const found = others.find((one) => one.name === other);
  const compared = settled ?? (found === undefined ? undefined : { ...settingsOf(found), name });
  const stored = usePreview(name, customer, undefined);
  const changed = usePreview(name, customer, compared, compared !== undefined);
  const nobody = some.data !== undefined && (typed ?? (chosen || some.data)) === '';
  const shown = stored.data?.recommendations.map(({ itemId }) => itemId);
  return (
    <Card
      title={t('preview.title')}
      unit={t('preview.unit')}
      actions={
        <div className={css.actions}>
          <TextInput
            size="xs"
            label={t('preview.customer')}
            value={typed ?? (chosen || some.data || '')}
            onChange={(event) => {
              setTyped(event.currentTarget.value);
              setChosen(event.currentTarget.value);
            }}
          />
          {settled === undefined && others.length > 0 && (
            <SelectFilter
              inline
              label={t('preview.compare')}
              all={t('preview.nothing')}
              value={found?.name ?? ''}
              options={others.map((one) => ({ value: one.name, label: one.title }))}
              onChange={setOther}
            />
          )}
        </div>
      }
      footer={t('preview.footer')}
    >
      <div className={css.columns} data-compared={compared !== undefined || undefined}>
        <PreviewColumn
          placement={name}
          title={compared === undefined ? undefined : t('preview.stored')}
          answer={nobody ? null : stored.data}
          error={stored.error}
        />
        {compared !== undefined && (
          <PreviewColumn
            placement={name}
            title={
              settled === undefined ? t('preview.with', { title: found?.title ?? '' }) : t('preview.changed')
            }
            answer={nobody ? null : changed.data}
            error={changed.error}
            before={shown}
          />
        )}
      </div>
    </Card>
  );
}
