import type { CSSProperties } from 'react';
import { useTranslation } from 'react-i18next';
import { useScrolls } from '../components/use-scrolls.ts';
import css from './heat-grid.module.css';

export interface HeatCell {
  /** 0 to 1: how strong its colour is; null for an empty place. */
  share: number | null;
  text: string;
  /** More about it, on hover. */
  title?: string;
  /** Not over yet: drawn dashed. */
  open?: boolean;
  onPick?: () => void;
}

export interface HeatGridProps {
  /** What it shows, for screen readers. */
  caption: string;
  /** Above the rows' names. */
  corner: string;
  columns: readonly { key: string; name: string }[];
  rows: readonly { key: string; name: string; cells: readonly HeatCell[] }[];
}

/** Numbers in rows and columns, coloured by their size: a table, so that everyone can read it. */
export function HeatGrid({ caption, corner, columns, rows }: HeatGridProps) {
  const { t } = useTranslation();
  const [holder, scrolls] = useScrolls();
  return (
    <section
      ref={holder}
      className={css.scroll}
      aria-label={scrolls ? t('chart.scrolls', { title: caption }) : undefined}
      tabIndex={scrolls ? 0 : undefined}
    >
      <table className={css.grid}>
        <caption className="visually-hidden">{caption}</caption>
        <thead>
          <tr>
            <th scope="col">{corner}</th>
            {columns.map(({ key, name }) => (
              <th key={key} scope="col">
                {name}
              </th>
            ))}
          </tr>
        </thead>
        <tbody>
          {rows.map(({ key, name, cells }) => (
            <tr key={key}>
              <th scope="row">{name}</th>
              {columns.map((column, at) => (
                <Cell key={column.key} cell={cells[at]} />
              ))}
            </tr>
          ))}
        </tbody>
      </table>
    </section>
  );
}

function Cell({ cell }: { cell: HeatCell | undefined }) {
  if (cell === undefined || cell.share === null) {
    return <td className={`${css.cell} ${css.none}`}>{cell?.text}</td>;
  }
  const { share, text, title, open, onPick } = cell;
  return (
    <td
      className={css.cell}
      style={{ '--share': share } as CSSProperties}
      title={title}
      data-open={open ? 'true' : undefined}
    >
      {onPick ? (
        <button type="button" onClick={onPick}>
          {text}
        </button>
      ) : (
        text
      )}
    </td>
  );
}
