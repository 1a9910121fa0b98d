import type { JsonObject } from '../../stores/journal/record.ts';
import type { GateResult } from '../gates/gate.ts';
import type { OffPolicyReport } from '../gates/off-policy-report.ts';
import type { RankerMetrics } from '../training/assess.ts';
import type { Curves } from '../training/curves.ts';
import type { DataRange } from '../training/data-range.ts';
import type { SplitWindows } from '../training/split.ts';
import type { BiasReport } from '../training/train.ts';
import type { Reference } from '../watching/reference.ts';

/** Where a version's figures come from. */
export interface EvaluationSource {
  /** `training`: measured when it was trained; `evaluation`: by a job of its own. */
  kind: 'training' | 'evaluation';
  /** Epoch ms. */
  at: number;
  jobId: string | null;
  from: 'decisions' | 'purchases';
  /** Parts of the data by time, epoch ms; `test` is the held-out window. */
  windows: SplitWindows;
  dataRange: DataRange;
}

/** The large part, read when one version is looked at. Null: never measured here. */
export interface ModelReport {
  evaluation: EvaluationSource | null;
  metrics: RankerMetrics | null;
  curves: Curves | null;
  offPolicy: OffPolicyReport | null;
  /** The model with and without correction of position and selection bias; null where rows carry no propensities. */
  bias: BiasReport | null;
  /** What watching holds live features and scores against. */
  reference: Reference | null;
  /** As judged last before a promotion; promotion judges again. */
  gates: GateResult[];
  /** Anything else worth keeping: checks, what was skipped, how calibration was chosen. */
  details: JsonObject;
}

export const emptyReport: ModelReport = {
  ...{ evaluation: null, metrics: null, curves: null, offPolicy: null, bias: null, reference: null },
  ...{ gates: [], details: {} },
};
