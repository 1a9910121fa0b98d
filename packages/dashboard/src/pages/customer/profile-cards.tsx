import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Customer } from '../../api/customers.ts';
import { BarCell } from '../../components/bar-cell.tsx';
import { Card } from '../../components/card.tsx';
import { type Column, DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { TableExport } from '../../components/table-export.tsx';
import { writeAttribute } from '../../format/attribute.ts';
import { useFormat } from '../../format/use-format.ts';
import css from './profile-cards.module.css';

const shownPerAttribute = 6;

/** What the customer cares about: shares of their recent interest by item attribute. */
export function AffinitiesCard({ customer }: { customer: Customer | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const groups =
    customer && Object.entries(customer.affinities).filter(([, values]) => Object.keys(values).length > 0);
  const rowsOf = ([attribute, values]: [string, Record<string, number>]) =>
    ranked(values).map(([value, share]) => ({ attribute, value, share }));
  const fileColumns: Column<ReturnType<typeof rowsOf>[number]>[] = [
    { key: 'attribute', name: t('customers.attribute'), cell: ({ attribute }) => attribute },
    { key: 'value', name: t('customer.value'), cell: ({ value }) => value },
    {
      key: 'share',
      name: t('customer.share'),
      file: { type: 'number', unit: { style: 'percent' }, value: ({ share }) => share },
      cell: ({ share }) => format.percent(share),
    },
  ];
  return (
    <Card title={t('customer.affinities')} unit={t('customer.affinitiesUnit')}>
      {groups?.length === 0 ? (
        <EmptyState title={t('customer.noAffinities')}>{t('customer.noAffinitiesHint')}</EmptyState>
      ) : (
        <div className={css.groups}>
          {groups !== undefined && (
            <TableExport
              title={t('customer.affinities')}
              columns={fileColumns}
              rows={groups.flatMap(rowsOf)}
            />
          )}
          {(groups ?? [['', undefined] as const]).map(([attribute, values]) => (
            <DataTable<[string, number]>
              key={attribute}
              caption={`${t('customer.affinities')} ${attribute}`}
              rows={values && ranked(values).slice(0, shownPerAttribute)}
              rowKey={([value]) => value}
              columns={[
                { key: 'value', name: attribute, cell: ([value]) => value },
                { key: 'bar', name: '', width: '40%', cell: ([, share]) => <BarCell share={share} /> },
                {
                  key: 'share',
                  name: t('customer.share'),
                  numeric: true,
                  width: '56px',
                  cell: ([, share]) => format.percent(share),
                },
              ]}
              empty={null}
            />
          ))}
        </div>
      )}
    </Card>
  );
}

function ranked(values: Record<string, number>): [string, number][] {
  return Object.entries(values).sort(([, a], [, b]) => b - a);
}

/** What is known about the customer besides what they did. */
export function AttributesCard({ customer }: { customer: Customer | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const entries = customer && Object.entries(customer.attributes);
  return (
    <Card title={t('customers.attributes')}>
      {entries === undefined ? (
        <Skeleton height={120} />
      ) : entries.length === 0 ? (
        <EmptyState title={t('customer.noAttributes')}>{t('customer.noAttributesHint')}</EmptyState>
      ) : (
        <dl className={css.attributes}>
          {entries.map(([name, value]) => (
            <div key={name}>
              <dt>{name}</dt>
              <dd className={typeof value === 'number' ? 'numeric' : undefined}>
                {writeAttribute(value, format)}
              </dd>
            </div>
          ))}
        </dl>
      )}
    </Card>
  );
}
