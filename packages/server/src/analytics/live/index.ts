export { LatencyWindow } from './latency-window.ts';
export { LiveCounters } from './live-counters.ts';
export { type LiveMessage, LiveMessageSchema, readSnapshot, type SnapshotSources } from './snapshot.ts';
