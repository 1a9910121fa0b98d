import type { Experiment } from '../../../api/experiments.ts';
import type { useReading } from './reading.ts';

export function SegmentsCard(_: { experiment: Experiment; reading: ReturnType<typeof useReading> }) {
  return null;
}
