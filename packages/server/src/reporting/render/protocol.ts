import type { FieldError } from '../../errors.ts';
import type { ReportDocument } from '../document/document.ts';
import type { PictureSize } from './picture.ts';

/** What the rendering thread is asked for. */
export interface RenderTask {
  format: 'png' | 'svg' | 'pdf';
  report: ReportDocument;
  size: PictureSize & { scale: number };
}

export interface RenderRequest {
  id: number;
  /** `warm` only gets ready; its bytes are of no use. */
  task: RenderTask | 'warm';
}

export type RenderReply =
  | { id: number; bytes: Uint8Array }
  /** The request's own fault. */
  | { id: number; refused: string; errors: FieldError[] }
  | { id: number; problem: string };
