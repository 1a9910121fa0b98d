export type { EvaluationMetric } from '../../../../learn/src/trees/evaluation-metric.ts';
export { readXgboostUbjson } from '../../../../learn/src/trees/formats/xgboost-reader.ts';
export { writeXgboostUbjson } from '../../../../learn/src/trees/formats/xgboost-writer.ts';
export { type SplitImportance, splitImportance } from '../../../../learn/src/trees/importance.ts';
export type { TreeParameters } from '../../../../learn/src/trees/parameters.ts';
export { type RoundReport, trainTrees } from '../../../../learn/src/trees/train.ts';
export type { TrainingData } from '../../../../learn/src/trees/training-data.ts';
export { predictTrees, type TreeModel } from '../../../../learn/src/trees/tree-model.ts';
