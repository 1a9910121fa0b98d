import type { FieldError } from '../errors.ts';
import type { ReportRequest } from './document/request.ts';

/** Where a scheduled report goes; each part that is there gets it. */
export interface Recipients {
  /** A folder under the data folder's `reports`. */
  folder?: string;
  webhook?: { url: string; secret?: string };
  emails?: string[];
}

export interface ScheduleInput {
  name: string;
  report: ReportRequest;
  /** Five fields: minute, hour, day of month, month, day of week. */
  cron: string;
  /** IANA zone of `cron` and of the report's times. */
  timeZone: string;
  enabled: boolean;
  to: Recipients;
}

export interface ReportRun {
  id: string;
  scheduleId: string;
  cause: 'schedule' | 'manual' | 'test';
  state: 'running' | 'done' | 'failed';
  startedAt: number;
  finishedAt: number | null;
  error: string | null;
  /** The same as codes; absent of runs that earlier versions kept. */
  errors?: FieldError[];
  /** Of the finished file, while it is kept. */
  fileId: string | null;
  bytes: number | null;
}

export interface Schedule extends ScheduleInput {
  id: string;
  owner: string;
  createdAt: number;
  updatedAt: number;
}

export interface ScheduleState extends Schedule {
  nextRun: number | null;
  lastRun: ReportRun | null;
}
