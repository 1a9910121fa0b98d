import type { WatchReport } from './report.ts';

/** When a champion is put back by itself, and when people are told. */
export interface ControlSettings {
  /** Decisions that a share must rest on, on either side. */
  fewestDecisions: number;
  /** Standard errors below the share before (Shewhart's three). */
  sigmas: number;
  /** Calibration error that may come on top of the one at registration. */
  calibrationSlack: number;
  /** Slots that a calibration error must rest on. */
  fewestSlots: number;
  /** Population stability index that is told. */
  drift: number;
  /** Rise of the share of missing values that is told. */
  missing: number;
  /** Whether a champion whose reward or calibration is beyond its limit is put back by itself. */
  rollback: boolean;
}

export const defaultControl: ControlSettings = {
  fewestDecisions: 500,
  sigmas: 3,
  calibrationSlack: 0.02,
  fewestSlots: 3000,
  drift: 0.25,
  missing: 0.1,
  rollback: true,
};

/** Something beyond its limit. */
export interface Alert {
  kind: 'reward' | 'calibration' | 'featureDrift' | 'scoreDrift' | 'missing';
  /** The feature that it is about; null for what is about the model as a whole. */
  feature: string | null;
  value: number;
  limit: number;
  detail: string;
  /** Whether it puts the champion back. */
  rollsBack: boolean;
}

/**
 * Holds what a champion does now against what served before it came, and against its own reference.
 * @param before what was earned before it became champion; null when nothing was
 * @param registeredError its calibration error on the held-out window
 * @param arrived share of the clicks on its decisions that have had time to come
 */
export function alertsOf(
  now: WatchReport,
  before: WatchReport | null,
  registeredError: number | null,
  settings: ControlSettings = defaultControl,
  arrived = 1,
): Alert[] {
  const alerts = [
    reward(now, before, settings, arrived),
    calibration(now, registeredError, settings, arrived),
  ];
  const { drift, missing } = settings;
  for (const feature of now.features) {
    if (feature.psi > drift) alerts.push(shifted('featureDrift', feature.name, feature.psi, drift));
    const rise = feature.missing - feature.missingBefore;
    if (rise > missing) {
      const detail = `${feature.name} is missing in ${percent(feature.missing)} of slots, before in ${percent(feature.missingBefore)}`;
      alerts.push({
        ...{ kind: 'missing', feature: feature.name, value: rise, limit: missing, detail },
        rollsBack: false,
      });
    }
  }
  if (now.scores !== null && now.scores.psi > drift) {
    alerts.push(shifted('scoreDrift', null, now.scores.psi, drift));
  }
  return alerts.filter((alert) => alert !== undefined);
}

/**
 * Control limits of a share that rests on `decisions`, about one that rests on `before` (a p-chart whose centre
 * is itself estimated; Montgomery, Introduction to Statistical Quality Control, 7).
 */
export function rewardLimits(
  share: number,
  before: number,
  decisions: number,
  sigmas: number,
): { low: number; high: number } {
  const deviation = Math.sqrt(share * (1 - share) * (1 / decisions + 1 / before));
  return { low: share - sigmas * deviation, high: share + sigmas * deviation };
}

/** What a calibration error may be: as much more as clicks that are still to come make of it. */
export function calibrationLimit(
  { noise, points }: WatchReport['calibration'],
  registeredError: number,
  { calibrationSlack, sigmas }: ControlSettings,
  arrived: number,
): number {
  let slots = 0;
  let expected = 0;
  for (const point of points) {
    slots += point.slots;
    expected += point.slots * point.predicted;
  }
  const pending = ((1 - arrived) * expected) / Math.max(1, slots);
  return registeredError + calibrationSlack + sigmas * noise + pending;
}

/** Share of decisions with a click, against the share before: a difference beyond chance, not the customers' moods. */
function reward(
  now: WatchReport,
  before: WatchReport | null,
  { fewestDecisions, sigmas, rollback }: ControlSettings,
  arrived: number,
): Alert | undefined {
  if (before === null || now.clickedShare === null || before.clickedShare === null) return undefined;
  if (now.followed < fewestDecisions || before.followed < fewestDecisions) return undefined;
  const share = before.clickedShare;
  const limit = rewardLimits(share * arrived, before.followed, now.followed, sigmas).low;
  if (now.clickedShare >= limit) return undefined;
  const detail = `${percent(now.clickedShare)} of ${now.followed} decisions were clicked; before it was ${percent(share)} of ${before.followed}, the limit is ${percent(limit)}`;
  return { kind: 'reward', feature: null, value: now.clickedShare, limit, detail, rollsBack: rollback };
}

function calibration(
  { calibration: live }: WatchReport,
  registeredError: number | null,
  settings: ControlSettings,
  arrived: number,
): Alert | undefined {
  const { error, points } = live;
  const { fewestSlots, rollback } = settings;
  const slots = points.reduce((sum, point) => sum + point.slots, 0);
  if (error === null || slots < fewestSlots) return undefined;
  const limit = calibrationLimit(live, registeredError ?? 0, settings, arrived);
  if (error <= limit) return undefined;
  const detail = `the calibration error over ${slots} slots is ${error.toFixed(4)}, the limit is ${limit.toFixed(4)}`;
  return { kind: 'calibration', feature: null, value: error, limit, detail, rollsBack: rollback };
}

function shifted(
  kind: 'featureDrift' | 'scoreDrift',
  feature: string | null,
  psi: number,
  limit: number,
): Alert {
  const detail = `the distribution of ${feature ?? 'the score'} moved: population stability index ${psi.toFixed(3)}, the limit is ${limit}`;
  return { kind, feature, value: psi, limit, detail, rollsBack: false };
}

const percent = (share: number): string => `${(100 * share).toFixed(2)} %`;
