import type { ReactNode } from 'react';
import css from './empty-state.module.css';

/** The one empty state: what is missing, why, and what to do next. */
export function EmptyState({
  title,
  children,
  action,
  tone = 'quiet',
}: {
  title: string;
  children?: ReactNode;
  action?: ReactNode;
  tone?: 'quiet' | 'error';
}) {
  return (
    <div className={css.state} role={tone === 'error' ? 'alert' : undefined}>
      <p className={tone === 'error' ? `${css.title} ${css.error}` : css.title}>{title}</p>
      {children && <div className={css.text}>{children}</div>}
      {action && <div className={css.action}>{action}</div>}
    </div>
  );
}
