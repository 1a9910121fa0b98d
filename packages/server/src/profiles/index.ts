export { createErasure, type ErasureJob, type ErasurePorts, erasureInput } from './erasure.ts';
export { type CustomerExport, type ExportPorts, exportCustomer } from './export-customer.ts';
export type { Person, PersonIdentity } from './person.ts';
export type { CustomerProfile, CustomerSummary, ProfileDecision, ProfileEvent } from './profile.ts';
export { ProfileService, type ProfileServiceOptions } from './profile-service.ts';
export { type CustomerSearch, maxSearchLimit, type SearchPage } from './search.ts';
export { compileSegments, maxSegments } from './segments/compile.ts';
export { defaultSegments, rfmSegments, tierSegments } from './segments/default-segments.ts';
export {
  type SegmentCondition,
  type SegmentDefinition,
  type SegmentRule,
  segmentRuleSchema,
  segmentSchema,
} from './segments/definition.ts';
export { SegmentEvaluator, type SegmentEvaluatorOptions } from './segments/evaluator.ts';
export { SegmentMembership } from './segments/membership.ts';
export { previewRule, type RulePreview } from './segments/preview.ts';
export { describeRuleSubjects, type RuleSubjects } from './segments/rule-subjects.ts';
export { runSegmentLoop, type SegmentLoopOptions } from './segments/segment-loop.ts';
export { SegmentService, type StoredSegment } from './segments/segment-service.ts';
export { validateSegments } from './segments/validate.ts';
