import type { TrainJobOptions } from './job-context.ts';
import { enoughOutcomes, type TrainInput } from './train-input.ts';

/**
 * Attribution windows that decisions must reach back: one that is still open, a gap on either side of validation,
 * and time for three parts.
 */
const windowsBack = 5;

type Known = Pick<TrainJobOptions, 'rewards' | 'warehouse'> & { models: { registry: { now(): number } } };

/**
 * What a training learns from when the request leaves it open: decisions once they earned enough and reach back
 * far enough to be split by time, else purchases.
 */
export async function learnFrom(
  { rewards, warehouse, models }: Known,
  {
    from = 'auto',
    label = 'click',
    attributionHours = 24,
  }: Pick<TrainInput, 'from' | 'label' | 'attributionHours'>,
): Promise<'decisions' | 'purchases'> {
  if (from !== 'auto') return from;
  const { clicks, conversions } = rewards();
  if ((label === 'click' ? clicks : conversions) < enoughOutcomes) return 'purchases';
  const { rows } = await warehouse.query<{ decisions: string | number; oldest: string | number }>(
    'SELECT count() AS decisions, toUnixTimestamp64Milli(min(timestamp)) AS oldest FROM decisions',
    {},
    { timeoutMs: 10_000 },
  );
  const latest = models.registry.now() - windowsBack * attributionHours * 3_600_000;
  const [found] = rows;
  return found !== undefined && Number(found.decisions) > 0 && Number(found.oldest) <= latest
    ? 'decisions'
    : 'purchases';
}
