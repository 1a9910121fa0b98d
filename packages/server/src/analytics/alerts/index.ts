export { type AlertDelivery, AlertService } from './alert-service.ts';
export { historyKinds, type StoredAlert, statusOf } from './alert-state.ts';
export { alertSchema, type ProblemKind, toInput } from './definition.ts';
export type { AlertPreview } from './preview.ts';
export type { Problem, ProblemSources } from './problem-sources.ts';
