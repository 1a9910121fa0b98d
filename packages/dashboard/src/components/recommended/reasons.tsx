import type { ReactNode } from 'react';
import type { Recommendation } from '../../api/customers.ts';
import { useFormat } from '../../format/use-format.ts';
import { BarCell } from '../bar-cell.tsx';
import css from './reasons.module.css';

/** Each reason with its share of the score and the feature it comes from; below them a note. */
export function Reasons({
  reasons,
  children,
}: {
  reasons: NonNullable<Recommendation['reasons']>;
  children?: ReactNode;
}) {
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
      {children && <p className={css.note}>{children}</p>}
    </div>
  );
}
