import { Button, Select, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { AnalyticsSchema } from '../../api/analytics.ts';
import { ChipsSelect } from '../../components/asking/chips-select.tsx';
import { FilterEditor } from '../../components/asking/filter-editor.tsx';
import { dimensionName } from '../../components/asking/names.ts';
import { PeriodSelect } from '../../components/asking/period-select.tsx';
import { Card } from '../../components/card.tsx';
import type { Language } from '../../i18n/language.ts';
import css from './explore.module.css';
import { type ExploreState, granularities, type Kind, kinds } from './state.ts';

/** What is asked: metrics, splits, time, filters, and how the answer is drawn. */
export function QuestionCard({
  schema,
  state,
  timeZone,
  onChange,
}: {
  schema: AnalyticsSchema | undefined;
  state: ExploreState;
  timeZone: string;
  onChange: (change: Partial<ExploreState>) => void;
}) {
  const { t, i18n } = useTranslation();
  const option = (one: { name: string; description: Record<string, string> | null }) => ({
    value: one.name,
    label: dimensionName(one, i18n.language as Language),
  });
  const zones = [...new Set([timeZone, 'UTC', ...Intl.supportedValuesOf('timeZone')])];
  const comparesDays = state.compare.includes('..');
  return (
    <Card title={t('explore.question')}>
      <div className={css.question}>
        <div className={css.fields}>
          <ChipsSelect
            label={t('explore.metrics')}
            add={t('explore.addMetric')}
            values={state.metrics}
            options={(schema?.metrics ?? []).map(option)}
            max={8}
            onChange={(metrics) => onChange({ metrics })}
          />
          <ChipsSelect
            label={t('explore.dimensions')}
            add={t('explore.addDimension')}
            values={state.dimensions}
            options={(schema?.dimensions ?? []).filter(({ name }) => name !== 'date').map(option)}
            max={state.granularity === '' ? 5 : 4}
            onChange={(dimensions) => onChange({ dimensions })}
          />
        </div>
        <div className={css.row}>
          <PeriodSelect
            label={t('explore.period')}
            value={state.period}
            timeZone={timeZone}
            onChange={(period) => onChange({ period })}
          />
          <Select
            className={css.select}
            size="xs"
            label={t('explore.granularity')}
            allowDeselect={false}
            value={state.granularity}
            data={[
              { value: '', label: t('explore.grain.none') },
              ...granularities.map((grain) => ({
                value: grain as string,
                label: t(`explore.grain.${grain}`),
              })),
            ]}
            onChange={(grain) => onChange({ granularity: granularities.find((one) => one === grain) ?? '' })}
          />
          <Select
            className={css.select}
            size="xs"
            label={t('explore.compare')}
            allowDeselect={false}
            value={comparesDays ? 'own' : state.compare}
            data={[
              { value: '', label: t('explore.noCompare') },
              { value: 'previous', label: t('explore.previous') },
              { value: 'own', label: t('asking.ownDays') },
            ]}
            onChange={(compare) =>
              onChange({ compare: compare === 'own' ? '2026-01-01..2026-01-31' : (compare ?? '') })
            }
          />
          {comparesDays && (
            <PeriodSelect
              label={t('explore.comparedPeriod')}
              value={state.compare}
              timeZone={timeZone}
              onChange={(compare) => onChange({ compare: compare.includes('..') ? compare : 'previous' })}
            />
          )}
          <Select
            className={css.select}
            size="xs"
            searchable
            label={t('explore.timeZone')}
            allowDeselect={false}
            value={timeZone}
            data={zones}
            onChange={(zone) => onChange({ timeZone: zone ?? '' })}
          />
          <TextInput
            className={css.number}
            size="xs"
            type="number"
            min={1}
            max={5000}
            label={t('explore.top')}
            value={state.limit}
            onChange={({ currentTarget: { value } }) => onChange({ limit: Math.round(Number(value)) || 1 })}
          />
          <Button
            size="xs"
            variant={state.other ? 'light' : 'default'}
            aria-pressed={state.other}
            onClick={() => onChange({ other: !state.other })}
          >
            {t('explore.other')}
          </Button>
          <Select
            className={css.select}
            size="xs"
            label={t('explore.kind')}
            allowDeselect={false}
            value={state.kind}
            data={kinds.map((kind) => ({ value: kind as string, label: t(`explore.kinds.${kind}`) }))}
            onChange={(kind) => onChange({ kind: (kind ?? 'line') as Kind })}
          />
          <Button
            size="xs"
            variant={state.anomalies ? 'light' : 'default'}
            aria-pressed={state.anomalies}
            onClick={() => onChange({ anomalies: !state.anomalies })}
          >
            {t('explore.anomalies')}
          </Button>
        </div>
        <div className={css.filters}>
          <span className={css.label}>{t('explore.filters')}</span>
          <FilterEditor schema={schema} filter={state.filter} onChange={(filter) => onChange({ filter })} />
        </div>
      </div>
    </Card>
  );
}
