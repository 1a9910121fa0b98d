export type { Measured, MethodReport } from './training/evaluate.ts';
export type { TrainRequest } from './training/request.ts';
export type { TrainedRanker } from './training/train.ts';
export { type TrainRankerOptions, trainRanker } from './training/train-ranker.ts';
