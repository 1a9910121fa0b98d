import { type PipelineService, pipelineJobKind, type RunRequest } from '../../analytics/pipeline/index.ts';
import { refusal } from '../../errors.ts';
import type { Job } from '../../stores/control/control-store.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import type { JobRunner } from '../jobs/job-runner.ts';

/**
 * Queues a run, after it was seen that it can be made. One at a time: two would build the same tables.
 * @throws AppError `conflict` naming the job that runs already, and what the plan throws
 */
export async function startPipeline(
  jobs: JobRunner,
  pipeline: Pick<PipelineService, 'plan'>,
  request: RunRequest,
  by: string,
): Promise<Job> {
  await pipeline.plan(request);
  return jobs.inTurn(async () => {
    // Waiting ones first: between the two questions one may begin to run.
    for (const state of ['queued', 'running'] as const) {
      const { data } = await jobs.list({ kind: pipelineJobKind, state, limit: 1 });
      if (data.length > 0) {
        throw refusal(
          'conflict',
          'pipelineRuns',
          `the pipeline runs already as job ${data[0].id}; wait for it or cancel it`,
          { job: data[0].id },
        );
      }
    }
    return jobs.start(pipelineJobKind, { ...request, by } satisfies Record<
      keyof RunRequest | 'by',
      unknown
    > as JsonObject);
  });
}
