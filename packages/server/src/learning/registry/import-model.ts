import { writeXgboostUbjson } from '@personalize/learn';
import { refusal } from '../../errors.ts';
import { show } from '../../show.ts';
import { loadModel } from '../serving/load-model.ts';
import { modelInput } from '../serving/model-input.ts';
import { readTrees } from '../serving/tree-model.ts';
import type { ModelFormat, ModelSignature, ModelVersion } from './model-version.ts';
import { requireModelName } from './names.ts';
import type { NewVersion } from './registry.ts';

export interface ImportRequest {
  name: string;
  format: Exclude<ModelFormat, 'none'>;
  file: Uint8Array;
  /** `features` may be left out when the file names them; `output` defaults to what the objective gives. */
  signature?: Partial<ModelSignature>;
  /** What the label says of an item (`click`, `conversion`, `value`), when it is known. */
  label?: string;
  notes?: string;
  tags?: string[];
  by: string;
}

/**
 * Reads a model made elsewhere and holds it against its signature by scoring with it once.
 * @param engineNames columns of the deployment's vectors; every feature must be one of them or a source's evidence
 * @throws AppError `invalid_request` (name, signature), `unprocessable` (file, or features that are not declared)
 */
export async function readImport(
  request: ImportRequest,
  engineNames: readonly string[],
): Promise<NewVersion> {
  const { name, format, file, label, notes = '', tags = [], by } = request;
  requireModelName(name);
  const signature = format === 'onnx' ? declared(request) : ofTrees(request);
  const given: NewVersion = {
    ...{ name, format, signature, file, notes, tags, createdBy: by },
    kind: format === 'onnx' ? 'onnx' : 'xgboost',
    featureHash: null,
    label: label ?? null,
    calibrator: null,
    seed: null,
    parameters: null,
    dataRange: null,
    summary: {},
  };
  modelInput(signature.features, engineNames);
  const tried = await loadModel(asVersion(given), file);
  try {
    const out = new Float64Array(2);
    tried.score(new Float32Array(2 * tried.width), 2, out);
    if (out.every(Number.isFinite)) return given;
    throw refusal(
      'unprocessable',
      'notFinite',
      `the model gives ${out[0]} for a row of zeros; it must give a finite number`,
      { model: name },
    );
  } finally {
    await tried.close();
  }
}

/** Any tree model as XGBoost UBJSON, which training reads the champion from. */
export function asUbjson(format: ModelFormat, file: Uint8Array): Uint8Array {
  return format === 'xgboost-ubjson' ? file : writeXgboostUbjson(readTrees(format, file));
}

function declared({ signature }: ImportRequest): ModelSignature {
  const { features, output } = signature ?? {};
  if (features === undefined || output === undefined) {
    throw refusal(
      'invalid_request',
      'signatureNeeded',
      'signature.features and signature.output are needed: an ONNX file does not name its columns',
      {},
      { path: '/signature' },
    );
  }
  return { ...signature, features: unique(features), output };
}

function ofTrees({ signature, format, file }: ImportRequest): ModelSignature {
  let model: ReturnType<typeof readTrees>;
  try {
    model = readTrees(format, file);
  } catch (cause) {
    const why = (cause as Error).message;
    throw refusal(
      'unprocessable',
      'fileUnusable',
      `the ${format} file cannot be read: ${why}`,
      { format, why },
      { path: '/model', cause },
    );
  }
  const features = signature?.features ?? model.featureNames;
  if (features === undefined) {
    throw refusal(
      'invalid_request',
      'featuresNeeded',
      'signature.features is needed: the file does not name its columns',
      {},
      { path: '/signature/features' },
    );
  }
  const named = model.featureNames;
  const differing = named?.findIndex((one, i) => features[i] !== one) ?? -1;
  if (named !== undefined && differing >= 0) {
    throw refusal(
      'invalid_request',
      'columnOrder',
      `signature.features[${differing}] is ${JSON.stringify(features[differing])}, the file names that column ${JSON.stringify(named[differing])}; give them in the file's order`,
      { column: differing + 1, got: show(features[differing]), named: show(named[differing]) },
      { path: '/signature/features' },
    );
  }
  const output = signature?.output ?? (model.objective.name === 'logistic' ? 'probability' : 'margin');
  return { features: unique(features), output };
}

function unique(features: readonly string[]): string[] {
  const twice = features.find((name, i) => features.indexOf(name) < i);
  if (twice === undefined && features.length > 0) return [...features];
  const options = { path: '/signature/features' };
  if (twice === undefined) {
    const message = 'signature.features must name at least one column';
    throw refusal('invalid_request', 'minItems', message, { limit: 1 }, options);
  }
  const message = `signature.features names ${twice} twice`;
  throw refusal('invalid_request', 'twice', message, { got: show(twice) }, options);
}

function asVersion({ file, ...given }: NewVersion): ModelVersion {
  const unstored = { artifact: null, sha256: null, codeVersion: '', createdAt: 0, version: 0 };
  return { ...given, ...unstored, state: 'ready', bytes: file.length };
}
