import type { TFunction } from 'i18next';
import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import type { PolicyRisk } from '../../api/decisions.ts';
import { DataTable, type FileColumn } from '../../components/data-table.tsx';
import { intervalEnds } from '../../components/interval-ends.ts';
import type { TableFile } from '../../components/table-export.tsx';
import type { Format } from '../../format/format.ts';
import { useFormat } from '../../format/use-format.ts';
import css from './decisions.module.css';

const measures = [
  'sharpeRatio',
  'sortinoRatio',
  'maxDrawdown',
  'winRate',
  'profitFactor',
  'calmarRatio',
  'valueAtRisk95',
  'expectedShortfall95',
] as const;
type Measure = (typeof measures)[number];

const shares: ReadonlySet<Measure> = new Set([
  'maxDrawdown',
  'winRate',
  'valueAtRisk95',
  'expectedShortfall95',
]);

/** Each arm with its measures and their intervals; a figure without a value says why. */
export function RiskTable({
  rows,
  shown,
  onShow,
  file,
  empty,
}: {
  rows: readonly PolicyRisk[] | undefined;
  shown: string | undefined;
  onShow: (name: string) => void;
  file: TableFile<PolicyRisk>;
  empty: ReactNode;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <DataTable<PolicyRisk>
      caption={t('risk.title')}
      rows={rows}
      rowKey={({ name }) => name}
      file={file}
      empty={empty}
      columns={[
        {
          key: 'name',
          name: t('risk.arm'),
          file: {
            value: ({ name }) => name,
            beside: [{ name: t('risk.control'), value: ({ control }) => control ?? t('risk.rest') }],
          },
          cell: (arm) => (
            <>
              <button
                type="button"
                className={css.name}
                aria-pressed={arm.name === shown}
                onClick={() => onShow(arm.name)}
              >
                {arm.name}
              </button>
              <span className={css.interval}>
                {t('risk.against', { control: arm.control ?? t('risk.rest') })}
              </span>
            </>
          ),
        },
        {
          key: 'days',
          name: t('risk.days'),
          file: {
            type: 'number',
            value: ({ days }) => days.length,
            beside: [{ name: t('risk.leftOut'), type: 'number', value: ({ skipped }) => skipped.length }],
          },
          width: '72px',
          numeric: true,
          cell: (arm) => (
            <>
              {format.count(arm.days.length)}
              {arm.skipped.length > 0 && (
                <span className={css.interval}>{t('risk.skipped', { count: arm.skipped.length })}</span>
              )}
            </>
          ),
        },
        {
          key: 'value',
          name: t('risk.value'),
          help: t('riskHelp.value'),
          file: {
            type: 'number',
            value: ({ value }) => value,
            beside: [
              {
                name: t('risk.controlPerDecision'),
                type: 'number',
                value: ({ controlValue }) => controlValue,
              },
            ],
          },
          width: '104px',
          numeric: true,
          secondary: true,
          cell: (arm) => (
            <>
              {format.count(arm.value)}
              <span className={css.interval}>
                {t('risk.controlValue', { value: format.count(arm.controlValue) })}
              </span>
            </>
          ),
        },
        ...measures.map((measure, i) => ({
          key: measure,
          name: t(`riskMeasure.${measure}`),
          help: t(`riskHelp.${measure}`),
          file: figureColumn(t, measure),
          width: '104px',
          numeric: true,
          secondary: i > 0,
          cell: (arm: PolicyRisk) => <Figure arm={arm} measure={measure} />,
        })),
      ]}
    />
  );
}

function figureColumn(t: TFunction, measure: Measure): FileColumn<PolicyRisk> {
  const unit = { style: shares.has(measure) ? ('percent' as const) : ('number' as const) };
  return {
    type: 'number',
    unit,
    value: ({ risk }) => risk[measure],
    beside: intervalEnds(
      t,
      t(`riskMeasure.${measure}`),
      ({ risk: { intervals } }) => ({ low: intervals[measure].lower, high: intervals[measure].upper }),
      unit,
    ),
  };
}

function Figure({ arm: { risk, days }, measure }: { arm: PolicyRisk; measure: Measure }) {
  const format = useFormat();
  const value = risk[measure];
  if (value === null) {
    const why = risk.reasons[measure]?.text ?? '';
    // Without any return every figure has the same reason, which stands below the table.
    if (days.length === 0) return <span title={why}>–</span>;
    return (
      <>
        –<span className={css.reason}>{why}</span>
      </>
    );
  }
  const { lower, upper } = risk.intervals[measure];
  return (
    <>
      {write(format, measure, value)}
      {lower !== null && upper !== null && (
        <span className={css.interval}>
          {write(format, measure, lower)} – {write(format, measure, upper)}
        </span>
      )}
    </>
  );
}

function write(format: Format, measure: Measure, value: number): string {
  if (shares.has(measure)) return format.percent(value);
  // Annualised growth of a short, lucky series may be astronomical.
  return Math.abs(value) < 1000 ? format.fixed(value, 2) : format.count(value);
}
