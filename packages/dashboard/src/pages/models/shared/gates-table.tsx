import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { Gate } from '../../../api/models.ts';
import { DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { gateSentence, gateValue } from '../../../components/model-words/gate-words.ts';
import type { TableFile } from '../../../components/table-export.tsx';
import { Tag } from '../../../components/tag.tsx';
import type { Format } from '../../../format/format.ts';
import { useFormat } from '../../../format/use-format.ts';
import css from './shared.module.css';

/** Each gate: what was measured, what it must be, and by how much it passed or failed. */
export function GatesTable({
  gates,
  file,
}: {
  gates: readonly Gate[] | undefined;
  /** Where the table is what its card is about. */
  file?: TableFile<Gate>;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  return (
    <DataTable<Gate>
      caption={t('modelGate.title')}
      rows={gates}
      rowKey={({ name }) => name}
      expectedRows={4}
      file={file}
      columns={[
        {
          key: 'gate',
          name: t('modelGate.gate'),
          file: { value: ({ name }) => t(`modelGateName.${name}`, { defaultValue: name }) },
          cell: (gate) => (
            <span>
              {t(`modelGateName.${gate.name}`, { defaultValue: gate.name })}
              {gate.threshold !== null && !gate.skipped && (
                <span className={css.narrow}>
                  {bound(t, format, gate)}, {margin(t, format, gate)}
                </span>
              )}
            </span>
          ),
        },
        {
          key: 'measured',
          name: t('modelGate.measured'),
          file: { type: 'number', value: ({ value, skipped }) => (skipped ? null : value) },
          numeric: true,
          cell: ({ name, value, skipped }) =>
            value === null || skipped ? (
              <span className={css.muted}>{t('modelGate.notMeasured')}</span>
            ) : (
              gateValue(format, name, value)
            ),
        },
        {
          key: 'bound',
          name: t('modelGate.bound'),
          file: { type: 'number', value: ({ threshold, skipped }) => (skipped ? null : threshold) },
          numeric: true,
          secondary: true,
          cell: (gate) => bound(t, format, gate),
        },
        {
          key: 'margin',
          name: t('modelGate.margin'),
          file: { type: 'number', value: (gate) => (gate.skipped ? null : gate.margin) },
          numeric: true,
          secondary: true,
          cell: (gate) => margin(t, format, gate),
        },
        {
          key: 'verdict',
          name: t('modelGate.verdict'),
          file: {
            value: (gate) => verdict(t, gate),
            // Says the rule, and the unit of the numbers.
            beside: [{ name: t('modelHistory.why'), value: (gate) => gateSentence(t, format, gate) }],
          },
          numeric: true,
          cell: (gate) => (
            <Tag tone={gate.skipped ? 'neutral' : gate.passed ? 'good' : 'bad'} dot>
              {verdict(t, gate)}
            </Tag>
          ),
        },
      ]}
      detail={(gate) => <span className={css.muted}>{gateSentence(t, format, gate)}</span>}
      empty={<EmptyState title={t('modelGate.none')}>{t('modelGate.noneHint')}</EmptyState>}
    />
  );
}

function verdict(t: TFunction, { passed, skipped }: Gate): string {
  if (skipped) return t('modelGate.skipped');
  return passed ? t('modelGate.passed') : t('modelGate.failed');
}

function bound(t: TFunction, format: Format, { name, rule, threshold, skipped }: Gate): string {
  return threshold === null || skipped
    ? '–'
    : t(`modelGate.${rule}`, { value: gateValue(format, name, threshold) });
}

/** How far the value lies from the bound, in words. */
function margin(t: TFunction, format: Format, { name, rule, skipped, margin: distanceTo }: Gate): string {
  if (distanceTo === null || skipped) return '–';
  const distance = gateValue(format, name, Math.abs(distanceTo));
  if (distanceTo >= 0) return t('modelGate.room', { value: distance });
  return rule === 'atMost'
    ? t('modelGate.over', { value: distance })
    : t('modelGate.short', { value: distance });
}
