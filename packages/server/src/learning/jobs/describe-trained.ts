import { plain } from '../registry/convert.ts';
import type { ModelReport } from '../registry/model-version.ts';
import type { NewVersion } from '../registry/registry.ts';
import type { TrainRequest } from '../training/request.ts';
import type { TrainedRanker } from '../training/train.ts';

/** What the registry keeps of a training's result. */
export function describeTrained(
  trained: TrainedRanker,
  request: TrainRequest,
): { version: Omit<NewVersion, 'name' | 'createdBy' | 'notes' | 'tags'>; report: ModelReport } {
  const { metrics, curves, bias, windows, skipped, checks, calibration, iterations } = trained;
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
      summary: summaryOf(trained),
    },
    report: {
      metrics: plain(metrics),
      curves: plain(curves),
      gates: [],
      details: plain({ bias, windows, skipped, checks, calibration, iterations }),
    },
  };
}

/** The figures of lists and comparisons: only those that are defined. */
function summaryOf({ metrics, iterations }: TrainedRanker): Record<string, number> {
  const [own] = metrics.methods;
  const { probabilities, beyondAccuracy } = metrics;
  const figures: Record<string, number | null | undefined> = {
    [`ndcg@${metrics.k}`]: own.ndcg?.mean,
    [`correctedNdcg@${metrics.k}`]: own.correctedNdcg?.mean,
    averagePrecision: own.averagePrecision?.mean,
    reciprocalRank: own.reciprocalRank?.mean,
    hitRate: own.hitRate?.mean,
    auc: probabilities.auc,
    logLoss: probabilities.logLoss,
    expectedCalibrationError: probabilities.expectedCalibrationError,
    baseRate: probabilities.baseRate,
    coverage: beyondAccuracy.ranker.coverage,
    novelty: beyondAccuracy.ranker.novelty,
    diversity: beyondAccuracy.ranker.diversity,
    iterations,
  };
  const defined = Object.entries(figures).filter((entry): entry is [string, number] => entry[1] != null);
  return Object.fromEntries(defined);
}
