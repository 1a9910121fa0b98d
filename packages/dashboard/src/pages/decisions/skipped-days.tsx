import { useTranslation } from 'react-i18next';
import type { PolicyRisk } from '../../api/decisions.ts';
import { Card } from '../../components/card.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './decisions.module.css';

type Reason = PolicyRisk['skipped'][number]['reason'];

/** Days that are no return, by reason: which they are and what would make them count. */
export function SkippedDays({ arm: { name, skipped } }: { arm: PolicyRisk }) {
  const { t } = useTranslation();
  const format = useFormat();
  const reasons = new Map<Reason, string[]>();
  for (const { day, reason } of skipped) reasons.set(reason, [...(reasons.get(reason) ?? []), day]);
  const written = (day: string) => format.date(Date.parse(`${day}T12:00:00Z`));
  return (
    <Card title={t('risk.skippedTitle', { arm: name })} unit={t('risk.skippedUnit')}>
      <ul className={css.list}>
        {[...reasons].map(([reason, days]) => (
          <li key={reason}>
            <strong>{t(`riskSkipped.${reason}`)}</strong>{' '}
            {days.length === 1
              ? written(days[0])
              : t('risk.skippedDays', {
                  count: days.length,
                  from: written(days[0]),
                  to: written(days[days.length - 1]),
                })}
            <span className={css.reason}>{t(`riskSkippedHint.${reason}`)}</span>
          </li>
        ))}
      </ul>
    </Card>
  );
}
