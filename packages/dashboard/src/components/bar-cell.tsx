import css from './bar-cell.module.css';

/** A bar from zero inside a table cell; the value itself stands in words beside it. Negative bars go left of the axis. */
export function BarCell({ share, negative }: { share: number; negative?: boolean }) {
  const width = `${Math.min(1, Math.max(0, share)) * 100}%`;
  return (
    <span className={css.track} aria-hidden="true">
      <span className={negative ? css.negative : css.bar} style={{ width }} />
    </span>
  );
}
