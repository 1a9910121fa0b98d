import type { ReactNode } from 'react';
import css from './facts.module.css';

export interface Fact {
  key: string;
  name: string;
  value: ReactNode;
}

/** Names with their values, as many beside each other as fit. */
export function Facts({ facts }: { facts: readonly Fact[] }) {
  return (
    <dl className={css.facts}>
      {facts.map(({ key, name, value }) => (
        <div key={key} className={css.fact}>
          <dt>{name}</dt>
          <dd>{value}</dd>
        </div>
      ))}
    </dl>
  );
}
