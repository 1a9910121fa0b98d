import type { Curves } from '../shared/report.ts';

/** A version whose curves are drawn; several are laid over each other. */
export interface Subject {
  key: string;
  name: string;
  curves: Curves;
}

export const curveHeight = 280;
