import type { Prediction } from '../../../api/models.ts';

export type Contribution = NonNullable<Prediction['contributions']>[number];

/** What moved a score most, in either direction; features that moved it nowhere are left out. */
export function strongest(contributions: readonly Contribution[], most: number): Contribution[] {
  return contributions
    .filter(({ contribution }) => contribution !== 0)
    .sort((a, b) => Math.abs(b.contribution) - Math.abs(a.contribution))
    .slice(0, most);
}
