import type { ErrorCode, FieldError } from '../../errors.ts';
import type { JournalReadHandle } from '../../stores/journal/journal-reader.ts';
import type { Told } from '../../told.ts';
import type { EvaluatedModel, JudgedModel } from './evaluate-model.ts';
import type { TrainRequest } from './request.ts';
import type { TrainedRanker } from './train.ts';

export interface TrainWorkerData {
  request: TrainRequest;
  /** A model to judge on the request's test part; absent: a new one is trained. */
  judged?: JudgedModel;
  journal: JournalReadHandle;
  /** One word; not 0 = stop. Shared, as a thread that grows trees takes no messages. */
  stop: Int32Array<SharedArrayBuffer>;
}

export type TrainMessage =
  | { kind: 'progress'; fraction: number; message: Told }
  | { kind: 'log'; line: Told }
  | { kind: 'metric'; iteration: number; name: string; value: number }
  | { kind: 'trained'; result: TrainedRanker }
  | { kind: 'evaluated'; result: EvaluatedModel }
  | { kind: 'stopped' }
  | { kind: 'failed'; code: ErrorCode | undefined; message: string; errors: FieldError[] | undefined };
