import type { ReactNode } from 'react';
import { useId, useState } from 'react';
import css from './card.module.css';
import { CardSlot } from './card-slot.ts';

export interface CardProps {
  title: string;
  /** Unit and grain of what is shown: "events per second", "last 5 minutes". */
  unit?: string;
  /** At the title's right: menu, filter, toggle. */
  actions?: ReactNode;
  /** After the menu that a table inside puts there: what else can be done, such as closing. */
  last?: ReactNode;
  footer?: ReactNode;
  className?: string;
  children: ReactNode;
}

/** The one surface: a titled region with a hairline border. Cards never hold cards. */
export function Card({ title, unit, actions, last, footer, className, children }: CardProps) {
  const id = useId();
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  return (
    <section className={`${css.card} ${className ?? ''}`} aria-labelledby={id}>
      <div className={css.head}>
        <div className={css.titles}>
          <h2 id={id} className={css.title}>
            {title}
          </h2>
          {unit && <p className={css.unit}>{unit}</p>}
        </div>
        <div className={css.actions}>
          {actions}
          <span ref={setSlot} className={css.slot} />
          {last}
        </div>
      </div>
      <div className={css.body}>
        <CardSlot value={slot}>{children}</CardSlot>
      </div>
      {footer && <div className={css.footer}>{footer}</div>}
    </section>
  );
}
