import css from './chart-legend.module.css';

export interface LegendItem {
  key: string;
  name: string;
  /** CSS colour. */
  color: string;
  shape: 'line' | 'dashed' | 'point' | 'bar';
}

/** Which line is which, in a row above a chart whose lines end too close to each other to be named there. */
export function ChartLegend({ items }: { items: readonly LegendItem[] }) {
  return (
    <ul className={css.legend}>
      {items.map(({ key, name, color, shape }) => (
        <li key={key} className={css.item}>
          <span className={css.swatch} data-shape={shape} style={{ color }} aria-hidden="true" />
          {name}
        </li>
      ))}
    </ul>
  );
}
