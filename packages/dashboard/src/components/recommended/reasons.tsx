import { useTranslation } from 'react-i18next';
import type { Recommendation } from '../../api/customers.ts';
import { BarCell } from '../../components/bar-cell.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './reasons.module.css';

/** Each reason with its share of the score, and how sure the choice was. */
export function Reasons({
  reasons,
  propensity,
  confidence,
}: {
  reasons: NonNullable<Recommendation['reasons']>;
  propensity: number;
  confidence: number;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const largest = Math.max(Number.MIN_VALUE, ...reasons.map(({ contribution }) => Math.abs(contribution)));
  return (
    <div className={css.reasons}>
      <dl className={css.list}>
        {reasons.map(({ feature, contribution, text }) => (
          <div key={feature} className={css.row}>
            <dt>{text}</dt>
            <dd className={css.bar}>
              <BarCell share={Math.abs(contribution) / largest} negative={contribution < 0} />
            </dd>
            <dd className="numeric">
              {contribution > 0 ? '+' : ''}
              {format.fixed(contribution, 3)}
            </dd>
            <dd className={css.feature}>
              <code>{feature}</code>
            </dd>
          </div>
        ))}
      </dl>
      <p className={css.note}>
        {t('next.certainty', {
          confidence: format.percent(confidence),
          propensity: format.percent(propensity),
        })}
      </p>
    </div>
  );
}
