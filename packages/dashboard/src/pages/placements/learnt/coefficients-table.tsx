import { useTranslation } from 'react-i18next';
import { useFeatures } from '../../../api/features.ts';
import type { LearntPolicy } from '../../../api/placements.ts';
import { IntervalMark, intervalScale } from '../../../charts/interval-mark.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { intervalEnds } from '../../../components/interval-ends.ts';
import type { TableFile } from '../../../components/table-export.tsx';
import { useFormat } from '../../../format/use-format.ts';
import css from './learnt.module.css';

type Coefficient = LearntPolicy['coefficients'][number];
/** Standard errors on each side of a 95 % interval. */
const reach = 1.96;
const shared = ['rankerScore', 'itemRate'] as const;

/** What a linear policy believes each feature is worth, the surest first. */
export function CoefficientsTable({
  policy: { coefficients },
  file,
}: {
  policy: LearntPolicy;
  file: TableFile<Coefficient>;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { describe } = useFeatures();
  const meaning = (name: string) => {
    const own = shared.find((one) => one === name);
    return own === undefined ? describe(name) || name : t(`learntColumn.${own}`);
  };
  const rows = coefficients
    .filter(({ name, deviation }) => name !== 'intercept' && deviation > 0)
    .sort((a, b) => Math.abs(b.coefficient / b.standardError) - Math.abs(a.coefficient / a.standardError));
  const interval = ({ coefficient, standardError }: Coefficient) => ({
    value: coefficient,
    lower: coefficient - reach * standardError,
    upper: coefficient + reach * standardError,
  });
  const [from, to] = intervalScale(rows.map(interval));
  return (
    <DataTable<Coefficient>
      caption={t('learnt.coefficients')}
      rows={rows}
      rowKey={({ name }) => name}
      file={file}
      columns={[
        {
          key: 'feature',
          name: t('learnt.feature'),
          file: {
            value: ({ name }) => meaning(name),
            beside: [{ name: t('catalog.itemId'), value: ({ name }) => name }],
          },
          cell: ({ name }) => (
            <span className={css.item}>
              {meaning(name)}
              <code className={css.id}>{name}</code>
            </span>
          ),
        },
        {
          key: 'mark',
          name: t('learnt.interval'),
          help: t('learnt.coefficientHelp'),
          file: null,
          width: '240px',
          secondary: true,
          cell: (row) => {
            const { value, lower, upper } = interval(row);
            const tone = lower > 0 ? 'good' : upper < 0 ? 'bad' : 'open';
            return <IntervalMark {...{ value, lower, upper, from, to, tone }} />;
          },
        },
        {
          key: 'value',
          name: t('learnt.coefficient'),
          file: {
            type: 'number',
            value: ({ coefficient }) => coefficient,
            beside: intervalEnds(t, t('learnt.coefficient'), (row) => {
              const { lower: low, upper: high } = interval(row);
              return { low, high };
            }),
          },
          numeric: true,
          width: '140px',
          cell: ({ coefficient, standardError }) => (
            <span>
              {format.fixed(coefficient, 4)}
              <span className={css.id}> ± {format.fixed(reach * standardError, 4)}</span>
            </span>
          ),
        },
      ]}
      empty={null}
    />
  );
}
