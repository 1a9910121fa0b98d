import { type ReactNode, useState } from 'react';
import css from './card-part.module.css';
import { CardSlot } from './card-slot.ts';

export interface CardPartProps {
  title: string;
  className?: string;
  children: ReactNode;
}

/** One of several tables in a card, with a heading of its own and, at its right, what can be done with that table. */
export function CardPart({ title, className, children }: CardPartProps) {
  const [slot, setSlot] = useState<HTMLElement | null>(null);
  return (
    <div className={`${css.part} ${className ?? ''}`}>
      <div className={css.head}>
        <h3 className={css.title}>{title}</h3>
        <span ref={setSlot} className={css.slot} />
      </div>
      <CardSlot value={slot}>{children}</CardSlot>
    </div>
  );
}
