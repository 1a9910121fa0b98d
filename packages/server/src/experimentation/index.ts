export { Assigner, type CustomerAssignment } from './assigner.ts';
export { ExperimentService, type StoredExperiment } from './experiment-service.ts';
export { ExposureState } from './exposure-state.ts';
export { placementVariant } from './placement-variant.ts';
