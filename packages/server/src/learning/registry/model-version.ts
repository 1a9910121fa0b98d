import type { CalibratorJson } from '@personalize/learn';
import type { JsonObject } from '../../stores/journal/record.ts';
import type { DataRange } from '../training/data-range.ts';

/** How the artifact's bytes are read. `trees` was trained here and is kept as XGBoost UBJSON. */
export type ModelKind = 'trees' | 'xgboost' | 'onnx' | 'heuristic';
export type ModelFormat = 'xgboost-ubjson' | 'xgboost-json' | 'onnx' | 'none';

/** What a model takes and gives. Rows of 32-bit floats, NaN where missing. */
export interface ModelSignature {
  /** Columns in order: declared features by name, `source.NAME` for a source's evidence. */
  features: string[];
  /**
   * What one number per row means. `margin`: log-odds or a ranking score without unit; `probability`: 0 to 1;
   * `value`: anything else. Larger ranks first.
   */
  output: 'margin' | 'probability' | 'value';
  /** ONNX only: names of the graph's input and output; by default its first ones. */
  input?: string;
  outputName?: string;
}

/** What serving and lists need of a version. */
export interface ModelVersion {
  name: string;
  /** From 1, never given again. */
  version: number;
  kind: ModelKind;
  format: ModelFormat;
  /** `removed`: retention took the artifact, the record stays. */
  state: 'ready' | 'removed';
  signature: ModelSignature;
  /** Of the feature definitions it was trained on; null for an import. */
  featureHash: string | null;
  /** What the label says of an item; null for an import that does not tell. */
  label: string | null;
  /** From the logistic function of the margin to the label's probability. */
  calibrator: CalibratorJson | null;
  /** Name in the artifact store; null for what has no file. */
  artifact: string | null;
  /** Of the artifact's bytes, hex. */
  sha256: string | null;
  bytes: number;
  seed: number | null;
  parameters: JsonObject | null;
  dataRange: DataRange | null;
  codeVersion: string;
  /** The figures that lists show: `ndcg`, `auc`, `expectedCalibrationError`… */
  summary: Record<string, number>;
  notes: string;
  tags: string[];
  /** Epoch ms. */
  createdAt: number;
  /** Key id, user id, `system` or `cli`. */
  createdBy: string;
}

export interface AliasState {
  name: string;
  alias: string;
  version: number;
  /** Epoch ms. */
  changedAt: number;
}

/** `name@version`. */
export const referenceOf = ({ name, version }: { name: string; version: number }): string =>
  `${name}@${version}`;
