import { useTranslation } from 'react-i18next';
import css from './movement.module.css';

/** How an item moved since the answer before: "new", up or down by so many ranks, or nothing. */
export function Movement({
  before,
  itemId,
  rank,
}: {
  before: ReadonlyMap<string, number> | undefined;
  itemId: string;
  rank: number;
}) {
  const { t } = useTranslation();
  if (before === undefined) return null;
  const old = before.get(itemId);
  if (old === rank) return null;
  if (old === undefined) return <span className={css.new}>{t('next.new')}</span>;
  const up = old > rank;
  const steps = Math.abs(old - rank);
  return (
    <span className={up ? css.up : css.down}>
      <span aria-hidden="true">
        {up ? '↑' : '↓'}
        {steps}
      </span>
      <span className="visually-hidden">
        {up ? t('next.up', { count: steps }) : t('next.down', { count: steps })}
      </span>
    </span>
  );
}
