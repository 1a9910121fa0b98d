import type { Gain } from '../../simulation/world/gain.ts';

/** `regret 1234.5 expected clicks, 20.6 % of the oracle's gain over uniform`. */
export function gainText({ regret, share, earned, oracle, uniform }: Gain): string {
  return (
    `${earned.toFixed(1)} expected clicks (uniform ${uniform.toFixed(1)}, oracle ${oracle.toFixed(1)}), ` +
    `regret ${regret.toFixed(1)}, ${shareText(share)} of the oracle's gain over uniform`
  );
}

export function shareText(share: number | null): string {
  return share === null ? '–' : `${(100 * share).toFixed(1)} %`;
}
