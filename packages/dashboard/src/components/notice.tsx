import type { ReactNode } from 'react';
import css from './notice.module.css';

/** Something the reader must know to read the page rightly, in one quiet line above it. */
export function Notice({ children }: { children: ReactNode }) {
  return <p className={css.notice}>{children}</p>;
}
