import { useSearchParams } from 'wouter';
import { type Step, steps } from './draft.ts';

/** The step shown, in the address; going to another is a step in the browser's history too. */
export function useStep(): [step: Step, goTo: (step: Step) => void] {
  const [search, setSearch] = useSearchParams();
  const step = steps.find((one) => one === search.get('step')) ?? steps[0];
  return [
    step,
    (next) => {
      setSearch((previous) => {
        const params = new URLSearchParams(previous);
        params.set('step', next);
        return params;
      });
      window.scrollTo({ top: 0 });
    },
  ];
}
