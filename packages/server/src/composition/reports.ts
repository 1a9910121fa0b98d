import { join } from 'node:path';
import type { AnalyticsService } from '../analytics/semantic/index.ts';
import type { ServerConfig } from '../config.ts';
import type { Delivery } from '../delivery/index.ts';
import type { JobRunner } from '../http/jobs/job-runner.ts';
import type { ReportsDependencies } from '../http/reports/reports-routes.ts';
import {
  Renderer,
  ReportFiles,
  ReportMaker,
  ReportSchedules,
  Reports,
  reportJobKind,
  scheduledReportJobKind,
} from '../reporting/index.ts';
import type { Background } from './background.ts';
import type { Stores } from './stores.ts';

const hourMs = 3_600_000;

export interface ReportsInput {
  config: Pick<ServerConfig, 'dataDir' | 'timeZone' | 'publicUrl'>;
  stores: Pick<Stores, 'control' | 'warehouse'>;
  analytics: AnalyticsService;
  delivery: Delivery;
  jobs: JobRunner;
  background: Background;
  onError(error: unknown): void;
}

/** Reports, their files and their schedules; the clock of the schedules runs from here on. */
export async function createReports(input: ReportsInput): Promise<ReportsDependencies> {
  const { config, stores, analytics, delivery, jobs, background } = input;
  const { control, warehouse } = stores;
  const now = () => Date.now();
  const folder = join(config.dataDir, 'reports');
  const renderer = new Renderer();
  const maker = new ReportMaker({ analytics, warehouse, renderer, timeZone: config.timeZone, now });
  const files = new ReportFiles(join(folder, '.files'), control.documents('reportFiles'), now);
  await files.removeOrphans();
  const schedules = await ReportSchedules.open({
    schedules: control.documents('reportSchedules'),
    runs: control.documents('reportRuns'),
    checkRecipients: ({ webhook, emails }) => {
      if (webhook !== undefined) delivery.checkWebhook(webhook);
      if (emails?.length) delivery.checkMail({ to: emails });
    },
    start: (scheduleId, cause) => jobs.start(scheduledReportJobKind, { scheduleId, cause }),
    onError: input.onError,
    now,
  });
  const { publicUrl } = config;
  const reports = new Reports({ maker, files, schedules, delivery, folder, publicUrl, now });
  jobs.register(reportJobKind, {
    run: (job, context) => reports.runLarge(job, context),
    resumable: true,
    cancelNeeds: ['experiments:write', 'models:write'],
    // Filters may name people: only whose it is stays.
    keep: ({ owner }) => ({ owner }),
  });
  jobs.register(scheduledReportJobKind, {
    run: (job, context) => reports.runScheduled(job, context),
    resumable: false,
    cancelNeeds: ['experiments:write', 'models:write'],
  });
  background.every(hourMs, 'report files', () => files.expire());
  background.onClose('report renderer', () => renderer.close());
  background.onClose('report schedules', async () => schedules.close());
  return { maker, files, reports, schedules, jobs };
}
