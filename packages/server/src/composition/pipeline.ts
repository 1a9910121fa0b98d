import { resolve } from 'node:path';
import type { Logger } from 'pino';
import { PipelineSchedules, PipelineService, pipelineJobKind } from '../analytics/pipeline/index.ts';
import type { ServerConfig } from '../config.ts';
import type { JobRunner } from '../http/jobs/job-runner.ts';
import { startPipeline } from '../http/pipeline/start-pipeline.ts';
import { describeCause } from '../http/problem.ts';
import type { Background } from './background.ts';
import type { Stores } from './stores.ts';

const shippedFolder = resolve(import.meta.dirname, '../../../../warehouse');

export type Pipeline = Awaited<ReturnType<typeof openPipeline>>;

/** The data pipeline over the warehouse; what an earlier process left half-way counts as failed. */
export async function openPipeline(
  { pipelineDir, timeZone }: ServerConfig,
  { warehouse, control }: Stores,
  now: () => number,
  logger: Logger,
) {
  const service = await PipelineService.open({
    ...{ warehouse, timeZone, now },
    documents: (collection) => control.documents(collection),
    folder: pipelineDir === undefined ? shippedFolder : resolve(pipelineDir),
    onDropped: (table, error) =>
      logger.warn({ table, ...describeCause(error) }, 'a model that may hold an erased person was dropped'),
  });
  let schedules: PipelineSchedules | undefined;
  return {
    service,
    /** After `start`. */
    schedules: (): PipelineSchedules => {
      if (schedules === undefined) throw new Error('schedules of the pipeline are asked before they began');
      return schedules;
    },
    async start(jobs: JobRunner, background: Background): Promise<void> {
      jobs.register(pipelineJobKind, {
        resumable: false,
        run: (input, context) => service.work(input, context),
      });
      const opened = await PipelineSchedules.open({
        ...{ documents: control.documents('pipeline-schedules'), timeZone, now },
        start: (name, request) => startPipeline(jobs, service, request, `schedule:${name}`),
      });
      schedules = opened;
      background.onClose('schedules of the pipeline', async () => opened.close());
    },
  };
}
