export type { Locale } from './document/document.ts';
export {
  type Block,
  checkRequest,
  type ReportFormat,
  type ReportRequest,
  reportFormats,
} from './document/request.ts';
export { type DatasetName, datasetNames } from './exports/datasets.ts';
export { Renderer } from './render/renderer.ts';
export { type ReportFile, ReportFiles } from './report-files.ts';
export { isLarge, type MadeReport, ReportMaker } from './report-maker.ts';
export { Reports, reportJobKind, scheduledReportJobKind } from './reports.ts';
export type { Recipients, ReportRun, ScheduleInput, ScheduleState } from './schedule.ts';
export { ReportSchedules } from './schedules.ts';
