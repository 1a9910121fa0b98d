import { randomUUID } from 'node:crypto';
import { copyFile, mkdir, readFile, rename } from 'node:fs/promises';
import { join } from 'node:path';
import type { Delivery } from '../delivery/index.ts';
import { AppError } from '../errors.ts';
import { failureOf } from '../failure.ts';
import type { JsonObject } from '../stores/journal/record.ts';
import type { ReportRequest } from './document/request.ts';
import type { ReportFile, ReportFiles } from './report-files.ts';
import type { ReportMaker } from './report-maker.ts';
import type { Recipients, ReportRun } from './schedule.ts';
import type { ReportSchedules } from './schedules.ts';

export const reportJobKind = 'report';
export const scheduledReportJobKind = 'scheduled report';

/** What a job that makes a report knows of the runner. */
export interface ReportJobContext {
  readonly id: string;
  readonly signal: AbortSignal;
  progress(fraction: number, message?: string): void;
}

export interface ReportsOptions {
  maker: Pick<ReportMaker, 'make'>;
  files: ReportFiles;
  schedules: ReportSchedules;
  delivery: Delivery;
  /** Where reports to a folder go. */
  folder: string;
  /** For links; undefined: none are sent. */
  publicUrl: string | undefined;
  now(): number;
}

/** Larger files are named in mails and webhooks, not sent along. */
const sentAlong = 10_000_000;

/** Reports that take their time: made in the background, kept as files, taken to whoever waits for them. */
export class Reports {
  readonly #options: ReportsOptions;

  constructor(options: ReportsOptions) {
    this.#options = options;
  }

  /** What the job of a large report is started with. */
  jobInput(request: ReportRequest, owner: string): JsonObject {
    return { request, owner } as unknown as JsonObject;
  }

  /** Makes a large report into a file that has the job's id. */
  async runLarge(input: JsonObject, context: ReportJobContext): Promise<JsonObject> {
    const { request, owner } = input as unknown as { request: ReportRequest; owner: string };
    const file = await this.#write(context.id, request, { owner, scheduleId: null }, context);
    return { fileId: file.id, name: file.name, bytes: file.bytes };
  }

  /** Makes a scheduled report and takes it to its recipients; what came of it is kept as a run. */
  async runScheduled(input: JsonObject, context: ReportJobContext): Promise<JsonObject> {
    const { scheduleId, cause } = input as { scheduleId: string; cause: ReportRun['cause'] };
    const { schedules, now } = this.#options;
    const schedule = schedules.get(scheduleId);
    const run: ReportRun = {
      ...{ id: context.id, scheduleId, cause, state: 'running', startedAt: now() },
      ...{ finishedAt: null, error: null, fileId: null, bytes: null },
    };
    await schedules.record(run);
    try {
      const request = {
        ...schedule.report,
        title: schedule.report.title ?? schedule.name,
        timeZone: schedule.report.timeZone ?? schedule.timeZone,
      };
      const file = await this.#write(context.id, request, { owner: schedule.owner, scheduleId }, context);
      Object.assign(run, { fileId: file.id, bytes: file.bytes });
      context.progress(0.8, 'delivering');
      await this.#deliver(schedule.name, schedule.to, file, request, context.signal);
      await schedules.record({ ...run, state: 'done', finishedAt: now() });
      return { fileId: file.id };
    } catch (error) {
      const known = error instanceof AppError && error.code !== 'internal';
      const why = failureOf(known ? error : undefined);
      await schedules.record({ ...run, ...why, state: 'failed', finishedAt: now() });
      throw error;
    }
  }

  async #write(
    id: string,
    request: ReportRequest,
    more: Pick<ReportFile, 'owner' | 'scheduleId'>,
    { signal, progress }: ReportJobContext,
  ): Promise<ReportFile> {
    const { maker, files } = this.#options;
    const personal = request.blocks.some(({ type }) => type === 'dataset');
    for (;;) {
      const { erasures } = files;
      const made = await maker.make(request, signal);
      signal.throwIfAborted();
      const file = await files.write(
        id,
        made,
        { ...more, personal },
        {
          signal,
          // How long a data set is, only its end tells: progress nears the end without reaching it.
          onBytes: (bytes) =>
            progress(0.8 * (1 - 1 / (1 + bytes / 50_000_000)), `${(bytes / 1e6).toFixed(1)} MB`),
        },
      );
      if (!personal || files.erasures === erasures) return file;
      // It may hold the rows of somebody who was erased meanwhile: made again, it does not.
      await files.remove(file.id);
    }
  }

  async #deliver(
    name: string,
    to: Recipients,
    file: ReportFile,
    { locale = 'en' }: ReportRequest,
    signal: AbortSignal,
  ): Promise<void> {
    const { delivery, files, folder, publicUrl, now } = this.#options;
    const path = files.path(file.id);
    const url = publicUrl === undefined ? undefined : `${publicUrl}/v1/reports/files/${file.id}`;
    const content =
      file.bytes <= sentAlong && (to.webhook || to.emails?.length) ? await readFile(path) : undefined;
    if (to.folder !== undefined) {
      const target = join(folder, to.folder);
      await mkdir(target, { recursive: true });
      const stamp = new Date(now()).toISOString().replace(/[:.]/g, '-');
      const final = join(target, `${stamp} ${file.name}`);
      const part = join(target, `.${randomUUID()}.part`);
      await copyFile(path, part);
      await rename(part, final);
    }
    if (to.webhook !== undefined) {
      await delivery.webhook({
        ...to.webhook,
        signal,
        body: {
          type: 'report.made',
          report: {
            name,
            fileName: file.name,
            mediaType: file.mediaType,
            bytes: file.bytes,
            ...(url && { url }),
          },
          ...(content && { contentBase64: content.toString('base64') }),
        },
      });
    }
    if (to.emails?.length) {
      const words = mailWords[locale];
      const lines = [
        words.body(name),
        ...(url ? [words.link(url)] : []),
        ...(content ? [] : [words.tooLarge]),
      ];
      await delivery.mail({
        to: to.emails,
        subject: name,
        text: `${lines.join('\n\n')}\n`,
        signal,
        ...(content && { attachments: [{ name: file.name, mediaType: file.mediaType, content }] }),
      });
    }
  }
}

const mailWords = {
  en: {
    body: (name: string) => `Your scheduled report "${name}" is ready.`,
    link: (url: string) => `Download it within seven days: ${url}`,
    tooLarge: 'The file is too large to send along.',
  },
  'pt-BR': {
    body: (name: string) => `Seu relatório agendado "${name}" está pronto.`,
    link: (url: string) => `Baixe em até sete dias: ${url}`,
    tooLarge: 'O arquivo é grande demais para ir anexo.',
  },
};
