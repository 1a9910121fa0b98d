import { TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { type RiskQuery, usePolicyRisks } from '../../api/decisions.ts';
import { useUrlState } from '../../api/use-url-state.ts';
import { Card } from '../../components/card.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { FilterBar, SelectFilter } from '../../components/filter-bar.tsx';
import { typedNumber } from '../../format/typed-number.ts';
import { useFormat } from '../../format/use-format.ts';
import css from './decisions.module.css';
import { armKinds, type Period, periodFrom, periods, rewards } from './options.ts';
import { RiskCurves } from './risk-curves.tsx';
import { RiskTable } from './risk-table.tsx';
import { SkippedDays } from './skipped-days.tsx';

/** How much each policy, model, variant or campaign earned over its control, and how unsteadily. */
export function RiskTab() {
  const { t } = useTranslation();
  const format = useFormat();
  const [by, setBy] = useUrlState('by');
  const [period, setPeriod] = useUrlState('days');
  const [reward, setReward] = useUrlState('earns');
  const [control, setControl] = useUrlState('control');
  const [year, setYear] = useUrlState('year');
  const [benchmark, setBenchmark] = useUrlState('benchmark');
  const [arm, setArm] = useUrlState('arm');
  const periodsPerYear = numberOf(year, 365);
  const riskFree = numberOf(benchmark, 0);
  const query: RiskQuery = {
    by: (by || 'policy') as RiskQuery['by'],
    reward: (reward || 'value') as NonNullable<RiskQuery['reward']>,
    ...periodFrom((period || '90d') as Period),
    ...(control.trim() === '' ? {} : { control: control.trim() }),
    ...(periodsPerYear.value === undefined ? {} : { periodsPerYear: periodsPerYear.value }),
    ...(riskFree.value === undefined ? {} : { riskFree: riskFree.value }),
  };
  const { data, error, refetch } = usePolicyRisks(query);
  const shown = data?.data.find(({ name }) => name === arm) ?? data?.data[0];
  return (
    <div className={css.stack}>
      <FilterBar>
        <SelectFilter
          label={t('risk.by')}
          value={by || 'policy'}
          options={armKinds.map((value) => ({ value, label: t(`riskArm.${value}`) }))}
          onChange={setBy}
        />
        <SelectFilter
          label={t('decisions.period')}
          value={period || '90d'}
          options={periods
            .filter((one) => one !== 'all')
            .map((value) => ({ value, label: t(`decisionPeriod.${value}`) }))}
          onChange={setPeriod}
        />
        <SelectFilter
          label={t('decisions.reward')}
          value={reward || 'value'}
          options={rewards.map((value) => ({ value, label: t(`decisionReward.${value}`) }))}
          onChange={setReward}
        />
        <TextInput
          label={t('risk.control')}
          placeholder={t('risk.controlDefault')}
          value={control}
          onChange={({ currentTarget: { value } }) => setControl(value)}
        />
        <TextInput
          label={t('risk.year')}
          inputMode="decimal"
          placeholder="365"
          value={year}
          error={periodsPerYear.wrong ? t('risk.notNumber') : undefined}
          onChange={({ currentTarget: { value } }) => setYear(value)}
        />
        <TextInput
          label={t('risk.benchmark')}
          inputMode="decimal"
          placeholder="0"
          value={benchmark}
          error={riskFree.wrong ? t('risk.notNumber') : undefined}
          onChange={({ currentTarget: { value } }) => setBenchmark(value)}
        />
      </FilterBar>
      <Card title={t('risk.title')} unit={t('risk.unit')} footer={t('risk.footer')}>
        {error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <RiskTable
            rows={data?.data}
            shown={shown?.name}
            onShow={setArm}
            file={{
              notes: [
                `${t('risk.by')}: ${t(`riskArm.${query.by}`)}`,
                `${t('decisions.period')}: ${t(`decisionPeriod.${(period || '90d') as Period}`)}`,
                `${t('decisions.reward')}: ${t(`decisionReward.${query.reward ?? 'value'}`)}`,
                ...(query.control === undefined ? [] : [`${t('risk.control')}: ${query.control}`]),
                `${t('risk.year')}: ${format.exact(periodsPerYear.value)}`,
                `${t('risk.benchmark')}: ${format.exact(riskFree.value)}`,
              ],
            }}
            empty={<EmptyState title={t('risk.none')}>{t(`riskNone.${query.by}`)}</EmptyState>}
          />
        )}
      </Card>
      {shown && shown.days.length > 0 && <RiskCurves arm={shown} />}
      {shown && shown.skipped.length > 0 && <SkippedDays arm={shown} />}
    </div>
  );
}

/** An empty field means the default. */
function numberOf(text: string, empty: number): { value?: number; wrong: boolean } {
  if (text.trim() === '') return { value: empty, wrong: false };
  const value = typedNumber(text);
  return value === undefined ? { wrong: true } : { value, wrong: false };
}
