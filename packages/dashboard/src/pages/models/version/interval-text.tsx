import { useFormat } from '../../../format/use-format.ts';
import type { Measured } from '../shared/report.ts';
import css from '../shared/shared.module.css';

/** A mean, and its interval below it. */
export function IntervalText({ measured }: { measured: Measured | null }) {
  const format = useFormat();
  if (measured === null) return <>–</>;
  return (
    <>
      {format.fixed(measured.mean, 4)}
      <br />
      <span className={css.muted}>
        {format.fixed(measured.low, 3)} – {format.fixed(measured.high, 3)}
      </span>
    </>
  );
}
