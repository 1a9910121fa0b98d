import type { ReactNode } from 'react';
import css from './tag.module.css';

export type Tone = 'neutral' | 'accent' | 'good' | 'warn' | 'bad';

/** A word about a thing's state or kind; with a dot when it is a state. */
export function Tag({
  tone = 'neutral',
  dot,
  title,
  children,
}: {
  tone?: Tone;
  dot?: boolean;
  title?: string;
  children: ReactNode;
}) {
  return (
    <span className={css.tag} data-tone={tone} title={title}>
      {dot && <span className={css.dot} aria-hidden="true" />}
      {children}
    </span>
  );
}
