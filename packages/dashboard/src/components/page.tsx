import type { ReactNode } from 'react';
import { useEffect } from 'react';
import css from './page.module.css';

/** A page: its title, what qualifies everything below it in one row that stays in view, and the content. */
export function Page({
  title,
  heading,
  bar,
  wide,
  children,
}: {
  title: string;
  /** Instead of the plain title. */
  heading?: ReactNode;
  bar?: ReactNode;
  /** Uses the whole width: for boards that are watched, not read. */
  wide?: boolean;
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
      <div className={wide ? `${css.content} ${css.wide}` : css.content}>{children}</div>
    </>
  );
}
