import { randomInt } from 'node:crypto';
import { AppError } from '../errors.ts';
import type { JobRunner } from '../http/jobs/job-runner.ts';
import type { PlacementService } from '../recommendation/index.ts';
import type { Policies } from '../recommendation/policies/create-policies.ts';
import type { Background } from './background.ts';

export const policyFitJob = 'policy-fit';
const checkMs = 15_000;
/** Pause after an attempt that found too little to learn from. */
const tooLittlePauseMs = 300_000;

/** Fits the trees of policies as they become due: one job each, in a thread of its own. */
export function startPolicyFits(given: {
  jobs: JobRunner;
  placements: Pick<PlacementService, 'list'>;
  policies: {
    reports: Pick<Policies['reports'], 'dueFits'>;
    refits: Pick<Policies['refits'], 'run'>;
  };
  background: Pick<Background, 'every'>;
}): void {
  const { jobs, placements, policies, background } = given;
  const due = () => policies.reports.dueFits(placements.list().map(({ placement }) => placement));
  /** Keys of the policies whose job waits or runs. */
  const running = new Set<string>();
  /** By key: when an attempt that found too little may be made again. */
  const quietUntil = new Map<string, number>();
  jobs.register(policyFitJob, {
    resumable: false,
    async run({ placement, key }, context) {
      const settings = due().find((one) => one.key === key);
      try {
        if (settings === undefined)
          throw new AppError('unprocessable', `no policy of ${placement} is due for a fit`);
        context.log(`fitting ${settings.members} members for ${settings.placement}`);
        const { rows, positives, fitted } = await policies.refits.run(
          settings,
          randomInt(2 ** 31),
          context.signal,
        );
        if (!fitted) quietUntil.set(settings.key, Date.now() + tooLittlePauseMs);
        context.log(
          fitted
            ? `fitted on ${rows} items seen, ${positives} rewards`
            : `too little to learn from: ${rows} items seen, ${positives} rewards`,
        );
        return { placement, rows, positives, fitted };
      } finally {
        running.delete(String(key));
      }
    },
  });
  // One that is cancelled while it waits never runs.
  jobs.on('change', ({ kind, input, finishedAt }) => {
    if (kind === policyFitJob && finishedAt !== null) running.delete(String(input.key));
  });
  background.every(checkMs, 'policy fits', async () => {
    for (const { placement, key } of due()) {
      if (running.has(key) || Date.now() < (quietUntil.get(key) ?? 0)) continue;
      running.add(key);
      try {
        await jobs.start(policyFitJob, { placement, key });
      } catch (error) {
        running.delete(key);
        throw error;
      }
    }
  });
}
