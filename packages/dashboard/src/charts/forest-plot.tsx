import { niceAxis } from '@personalize/charts';
import { Fragment } from 'react';
import css from './forest-plot.module.css';
import { IntervalMark, intervalScale } from './interval-mark.tsx';

export interface ForestRow {
  key: string;
  /** Rows of one group stand together under its name. */
  group: string;
  label: string;
  /** A second, quieter part of the label. */
  detail?: string;
  /** Null where nothing can be compared; `text` then says why. */
  estimate: { value: number; lower: number; upper: number } | null;
  /** The estimate and its interval in words. */
  text: string;
  /** `good` and `bad` only for what is significant. */
  tone: 'good' | 'bad' | 'open';
  /** A bound to hold the interval against. */
  limit?: number;
}

/**
 * Estimates with their intervals against zero, one row each, on one scale. All figures stand beside the marks in
 * words, so a screen reader reads it as a list.
 */
export function ForestPlot({
  rows,
  formatTick,
}: {
  rows: readonly ForestRow[];
  formatTick: (value: number) => string;
}) {
  const estimates = rows.flatMap(({ estimate }) => (estimate === null ? [] : [estimate]));
  const [from, to] = intervalScale(estimates);
  const groups = [...new Set(rows.map(({ group }) => group))];
  return (
    <div className={css.plot}>
      {groups.map((group) => (
        <Fragment key={group}>
          <h3 className={css.group}>{group}</h3>
          <ul className={css.rows} aria-label={group}>
            {rows
              .filter((row) => row.group === group)
              .map((row) => (
                <li key={row.key} className={css.row}>
                  <span className={css.label}>
                    {row.label}
                    {row.detail && <span className={css.detail}> {row.detail}</span>}
                  </span>
                  <span className={css.area}>
                    {row.estimate && (
                      <IntervalMark
                        {...row.estimate}
                        from={from}
                        to={to}
                        tone={row.tone}
                        {...(row.limit === undefined ? {} : { limit: row.limit })}
                      />
                    )}
                  </span>
                  <span className={css.text} data-tone={row.tone}>
                    {row.text}
                  </span>
                </li>
              ))}
          </ul>
        </Fragment>
      ))}
      {estimates.length > 0 && (
        <div className={css.row} aria-hidden="true">
          <span className={css.label} />
          <span className={css.axis}>
            {ticksOf(from, to).map((tick) => (
              <span
                key={tick}
                className={css.tick}
                style={{ insetInlineStart: `${((tick - from) / (to - from)) * 100}%` }}
              >
                {formatTick(tick)}
              </span>
            ))}
          </span>
          <span className={css.text} />
        </div>
      )}
    </div>
  );
}

/** Round values within a scale that holds zero, at most about five of them. */
export function ticksOf(from: number, to: number): number[] {
  const { step } = niceAxis((to - from) / 2);
  const ticks: number[] = [];
  for (let n = Math.ceil(from / step); n * step <= to; n++) ticks.push(n === 0 ? 0 : n * step);
  return ticks.length > 6 ? ticks.filter((tick) => Math.round(tick / step) % 2 === 0) : ticks;
}
