import { type ReactNode, useId } from 'react';
import css from './hint.module.css';

/**
 * Words that explain themselves on hover and on keyboard focus. Plain CSS: a positioning library would be a
 * tenth of the first page's script.
 */
export function Hint({
  text,
  side = 'below',
  plain,
  children,
}: {
  text: string;
  side?: 'below' | 'below-end' | 'right';
  /** The content is a control of its own and already focusable. */
  plain?: boolean;
  children: ReactNode;
}) {
  const id = useId();
  const bubble = (
    <span role="tooltip" id={id} className={css.bubble}>
      {text}
    </span>
  );
  return (
    <span className={css.hint} data-side={side}>
      {plain ? (
        children
      ) : (
        <button type="button" className={css.term} aria-describedby={id}>
          {children}
        </button>
      )}
      {bubble}
    </span>
  );
}
