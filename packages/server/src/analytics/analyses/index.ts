export { describeReason } from './anomalies.ts';
export { funnelLimits } from './funnel.ts';
export { pathsLimits } from './paths.ts';
export { retentionLimits } from './retention.ts';
