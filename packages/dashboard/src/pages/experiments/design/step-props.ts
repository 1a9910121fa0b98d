import type { Experiment, ExperimentDefinition } from '../../../api/experiments.ts';

export interface StepProps {
  definition: ExperimentDefinition;
  onChange: (definition: ExperimentDefinition) => void;
  /** As it is stored; undefined before the draft was saved for the first time. */
  stored: Experiment | undefined;
}
