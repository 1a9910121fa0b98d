import type { ReportBlock, ReportFormat, ReportSchedule, ScheduleInput } from '../../api/reports.ts';
import { readCron, type When, writeCron } from '../../components/schedule/when.ts';

/** What the form holds. */
export interface Draft {
  name: string;
  /** `question`, `kept` for what the form cannot show, or a board's id. */
  source: string;
  metrics: string[];
  dimension: string;
  days: number;
  format: ReportFormat;
  language: 'en' | 'pt-BR';
  timeZone: string;
  when: When;
  emails: string;
  webhook: string;
  secret: string;
  folder: string;
  enabled: boolean;
}

export function draftOf(
  schedule: ReportSchedule | undefined,
  language: 'en' | 'pt-BR',
  timeZone: string,
): Draft {
  const empty: Draft = {
    ...{
      name: '',
      source: 'question',
      metrics: ['revenue'],
      dimension: '',
      days: 7,
      format: 'pdf',
      language,
      timeZone,
    },
    ...{ when: readCron('0 7 * * 1'), emails: '', webhook: '', secret: '', folder: '', enabled: true },
  };
  if (schedule === undefined) return empty;
  const { name, report, cron, to, enabled } = schedule;
  const [block] = report.blocks;
  const question =
    report.blocks.length === 1 && block.type === 'query' && (block.query.filters ?? []).length === 0;
  return {
    ...empty,
    name,
    enabled,
    source: question ? 'question' : 'kept',
    ...(question && {
      metrics: block.query.metrics,
      dimension: block.query.dimensions?.find((one) => one !== 'date') ?? '',
      days: block.lastDays ?? 7,
    }),
    format: report.format,
    language: report.locale ?? 'en',
    timeZone: schedule.timeZone,
    when: readCron(cron),
    emails: (to.emails ?? []).join(', '),
    webhook: to.webhook?.url ?? '',
    folder: to.folder ?? '',
  };
}

/** The schedule that the draft asks for; undefined while something is missing. */
export function inputOfDraft(
  draft: Draft,
  kept: ReportBlock[],
  boardBlocks: ReportBlock[] | undefined,
): ScheduleInput | undefined {
  const { name, source, metrics, dimension, days, format, language, timeZone, when } = draft;
  const emails = draft.emails.split(/[,;\s]+/).filter((one) => one !== '');
  const question: ReportBlock = {
    type: 'query',
    query: {
      metrics,
      granularity: 'day',
      totals: true,
      ...(dimension !== '' && { dimensions: ['date', dimension], limit: 7 }),
    },
    lastDays: days,
    show: 'both',
  };
  const blocks = source === 'question' ? [question] : source === 'kept' ? kept : boardBlocks;
  const to = {
    ...(emails.length > 0 && { emails }),
    ...(draft.webhook.trim() !== '' && {
      webhook: {
        url: draft.webhook.trim(),
        ...(draft.secret.trim() !== '' && { secret: draft.secret.trim() }),
      },
    }),
    ...(draft.folder.trim() !== '' && { folder: draft.folder.trim() }),
  };
  const complete =
    name.trim() !== '' &&
    Object.keys(to).length > 0 &&
    blocks !== undefined &&
    blocks.length > 0 &&
    (source !== 'question' || metrics.length > 0);
  if (!complete) return undefined;
  return {
    name: name.trim(),
    enabled: draft.enabled,
    cron: writeCron(when),
    timeZone,
    to,
    report: { title: name.trim(), format, locale: language, timeZone, blocks },
  };
}
