import type { ResultsQuery } from '../../../api/experiments.ts';
import { useUrlState } from '../../../api/use-url-state.ts';
import type { Method } from '../effect.ts';

export type Correction = NonNullable<ResultsQuery['correction']>;
export const methods: readonly Method[] = ['sequential', 'fixed', 'bayesian'];
export const corrections: readonly Correction[] = ['holm', 'benjaminiHochberg', 'none'];

/** Which statistics the page reads by; in the address, so that a link shows the same figures. */
export function useReading() {
  const [method, setMethod] = useUrlState('method');
  const [correction, setCorrection] = useUrlState('correction');
  return {
    method: methods.find((one) => one === method) ?? methods[0],
    correction: corrections.find((one) => one === correction) ?? corrections[0],
    setMethod: (next: string) => setMethod(next === methods[0] ? '' : next),
    setCorrection: (next: string) => setCorrection(next === corrections[0] ? '' : next),
  };
}
