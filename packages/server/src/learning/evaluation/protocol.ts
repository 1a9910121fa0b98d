import type { ErrorCode, FieldError } from '../../errors.ts';
import type { JournalReadHandle } from '../../stores/journal/journal-reader.ts';
import type { Told } from '../../told.ts';
import type { EvaluationTask } from './evaluate.ts';
import type { LearnTask, LearntRanker } from './learn.ts';
import type { EvaluationResult } from './result.ts';

/** What the thread does, and what it gives. */
export type EvaluationWork = { kind: 'evaluate'; task: EvaluationTask } | { kind: 'learn'; task: LearnTask };
export type EvaluationAnswer = EvaluationResult | LearntRanker;

export interface EvaluationWorkerData {
  work: EvaluationWork;
  journal: JournalReadHandle;
  /** One word; not 0 = stop. */
  stop: Int32Array<SharedArrayBuffer>;
}

export type EvaluationMessage =
  | { kind: 'progress'; fraction: number; message: Told }
  | { kind: 'log'; line: Told }
  | { kind: 'done'; answer: EvaluationAnswer }
  | { kind: 'failed'; code: ErrorCode | undefined; message: string; errors: FieldError[] | undefined };
