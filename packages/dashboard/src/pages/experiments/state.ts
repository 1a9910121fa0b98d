import type { ExperimentResults } from '../../api/experiment-results.ts';
import type { Experiment } from '../../api/experiments.ts';
import type { Tone } from '../../components/tag.tsx';

/** `decided`: it runs, and the evidence says to ship or to roll back. */
export type ShownState = Experiment['state'] | 'decided';
export const shownStates: readonly ShownState[] = ['draft', 'running', 'decided', 'stopped'];

export function shownState({ state }: Experiment, results: ExperimentResults | undefined): ShownState {
  const action = results?.decision.action;
  return state === 'running' && (action === 'ship' || action === 'rollBack') ? 'decided' : state;
}

export const stateTone: Record<ShownState, Tone> = {
  draft: 'neutral',
  running: 'accent',
  decided: 'good',
  stopped: 'neutral',
};

/** Whole days it has run, or ran; undefined for a draft. */
export function daysRun({ startedAt, stoppedAt }: Experiment, now: number): number | undefined {
  if (startedAt === null) return undefined;
  const end = stoppedAt === null ? now : Date.parse(stoppedAt);
  return Math.max(0, Math.floor((end - Date.parse(startedAt)) / 86_400_000));
}
