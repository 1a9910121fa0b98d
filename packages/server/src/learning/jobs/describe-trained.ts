import { plain } from '../registry/convert.ts';
import type { ModelReport } from '../registry/model-report.ts';
import type { NewVersion } from '../registry/registry.ts';
import type { RankerMetrics } from '../training/assess.ts';
import type { TrainRequest } from '../training/request.ts';
import type { TrainedRanker } from '../training/train.ts';

/** What the registry keeps of a training's result. */
export function describeTrained(
  trained: TrainedRanker,
  request: TrainRequest,
  job: { id: string; at: number },
): { version: Omit<NewVersion, 'name' | 'createdBy' | 'notes' | 'tags'>; report: ModelReport } {
  const { metrics, curves, reference, bias, windows, skipped, checks, calibration } = trained;
  return {
    version: {
      kind: 'trees',
      format: 'xgboost-ubjson',
      file: trained.model,
      signature: { features: trained.featureNames, output: 'margin' },
      featureHash: trained.featureHash,
      label: trained.label,
      calibrator: trained.calibrator,
      seed: trained.seed,
      parameters: plain({ ...trained.parameters, objective: trained.objective, from: request.from }),
      dataRange: trained.dataRange,
      summary: summaryOf(metrics, trained.iterations),
    },
    report: {
      evaluation: {
        ...{ kind: 'training', at: job.at, jobId: job.id, from: request.from, windows },
        dataRange: trained.dataRange,
      },
      ...{ metrics, curves, bias, reference, offPolicy: null },
      gates: [],
      details: plain({ skipped, checks, calibration, learntUntil: windows.validation.to }),
    },
  };
}

/** The figures of lists and comparisons: only those that are defined. */
export function summaryOf(metrics: RankerMetrics, iterations?: number): Record<string, number> {
  const [own] = metrics.methods;
  const { probabilities, beyondAccuracy } = metrics;
  const figures: Record<string, number | null | undefined> = {
    [`ndcg@${metrics.k}`]: own.ndcg?.mean,
    [`correctedNdcg@${metrics.k}`]: own.correctedNdcg?.mean,
    averagePrecision: own.averagePrecision?.mean,
    reciprocalRank: own.reciprocalRank?.mean,
    hitRate: own.hitRate?.mean,
    auc: probabilities?.auc,
    logLoss: probabilities?.logLoss,
    expectedCalibrationError: probabilities?.expectedCalibrationError,
    baseRate: probabilities?.baseRate,
    coverage: beyondAccuracy.ranker.coverage,
    novelty: beyondAccuracy.ranker.novelty,
    diversity: beyondAccuracy.ranker.diversity,
    iterations,
  };
  const defined = Object.entries(figures).filter((entry): entry is [string, number] => entry[1] != null);
  return Object.fromEntries(defined);
}
