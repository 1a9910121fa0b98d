import { Skeleton } from '@mantine/core';
import type { ReactNode } from 'react';
import css from './figure-tile.module.css';
import { Hint } from './hint.tsx';
import { Sparkline } from './sparkline.tsx';

export interface FigureTileProps {
  name: string;
  /** What the figure means, from the glossary. */
  help?: string;
  /** Undefined while loading. */
  value: ReactNode | undefined;
  /** The exact value, shown on hover. */
  exact?: string;
  /** Compared with which period, in words; or what the figure is counted over. */
  note?: string;
  series?: readonly (number | null)[];
}

/** A figure: name, value in tabular numerals, what it is compared with, and its recent course. */
export function FigureTile({ name, help, value, exact, note, series }: FigureTileProps) {
  return (
    <div className={css.tile}>
      <dt className={css.name}>{help ? <Hint text={help}>{name}</Hint> : name}</dt>
      <dd className={css.value} title={exact}>
        {value === undefined ? <Skeleton height={24} width={72} my={4} /> : value}
      </dd>
      <dd className={css.note}>{value === undefined ? <Skeleton height={12} width={96} mt={4} /> : note}</dd>
      {series && (
        <dd className={css.series}>
          <Sparkline values={series} />
        </dd>
      )}
    </div>
  );
}

/** A row of at most five figures. */
export function FigureRow({ children }: { children: ReactNode }) {
  return <dl className={css.row}>{children}</dl>;
}
