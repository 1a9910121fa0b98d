import type { ReactNode } from 'react';
import { useEffect } from 'react';
import css from './page.module.css';

/** A page: its title, what qualifies everything below it in one row that stays in view, and the content. */
export function Page({
  title,
  heading,
  bar,
  children,
}: {
  title: string;
  /** Instead of the plain title. */
  heading?: ReactNode;
  bar?: ReactNode;
  children: ReactNode;
}) {
  useEffect(() => {
    document.title = `${title} · Personalize`;
  }, [title]);
  return (
    <>
      <header className={css.header}>
        <h1 className={css.title}>{heading ?? title}</h1>
        {bar && <div className={css.bar}>{bar}</div>}
      </header>
      <div className={css.content}>{children}</div>
    </>
  );
}
