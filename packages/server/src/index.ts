export { defineConfig, type PersonalizeConfig } from './define-config.ts';
export type { FeatureDefinition } from './features/definition.ts';
export { defaultSegments, type SegmentDefinition } from './profiles/index.ts';
export { defaultPlacements, type Placement } from './recommendation/index.ts';
