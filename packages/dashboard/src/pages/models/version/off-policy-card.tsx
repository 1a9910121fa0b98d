import { useTranslation } from 'react-i18next';
import type { VersionDetail } from '../../../api/models.ts';
import { Card } from '../../../components/card.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { type Fact, Facts } from '../shared/facts.tsx';
import type { Measured } from '../shared/report.ts';
import css from '../shared/shared.module.css';

/** What the version would have earned on logged decisions; absent where there were none to judge by. */
export function OffPolicyCard({ detail: { offPolicy } }: { detail: VersionDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (offPolicy === null) return null;
  const day = (at: string) => format.date(new Date(at).getTime());
  const interval = (measured: Measured | null, write: (value: number) => string) =>
    measured === null ? '–' : `${write(measured.mean)} (${write(measured.low)} – ${write(measured.high)})`;
  const rate = (value: number) => format.fixed(value, 4);
  const facts: Fact[] = [
    { key: 'served', name: t('modelOffPolicy.served'), value: interval(offPolicy.served, rate) },
    { key: 'snips', name: t('modelOffPolicy.snips'), value: interval(offPolicy.snips, rate) },
    {
      key: 'doublyRobust',
      name: t('modelOffPolicy.doublyRobust'),
      value: interval(offPolicy.doublyRobust, rate),
    },
    { key: 'lift', name: t('modelOffPolicy.lift'), value: interval(offPolicy.lift, format.change) },
    {
      key: 'effective',
      name: t('modelOffPolicy.effectiveSlots'),
      value: format.count(offPolicy.effectiveSlots),
    },
    {
      key: 'unsupported',
      name: t('modelOffPolicy.unsupported'),
      value: format.percent(offPolicy.unsupportedShare),
    },
    { key: 'decisions', name: t('modelOffPolicy.decisions'), value: format.count(offPolicy.decisions) },
    { key: 'policy', name: t('modelOffPolicy.policy'), value: `${offPolicy.placement}, ${offPolicy.policy}` },
  ];
  return (
    <Card
      title={t('modelOffPolicy.title')}
      {...(offPolicy.problem === null && {
        unit: t('modelOffPolicy.unit', { from: day(offPolicy.from), to: day(offPolicy.to) }),
      })}
    >
      {offPolicy.problem === null ? (
        <Facts facts={facts} />
      ) : (
        <p className={css.muted}>
          {t('modelOffPolicy.problem')}{' '}
          {t(`decisionRefusal.${offPolicy.problem.code}`, { defaultValue: offPolicy.problem.message })}
        </p>
      )}
    </Card>
  );
}
