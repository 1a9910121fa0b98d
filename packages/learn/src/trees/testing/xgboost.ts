import { spawnSync } from 'node:child_process';
import { fileURLToPath } from 'node:url';
import type { FeatureMatrix } from '../../data/feature-matrix.ts';
import { isSparse } from '../../data/feature-matrix.ts';

const python = '/usr/bin/python3';
const script = fileURLToPath(new URL('./xgboost_reference.py', import.meta.url));

export interface ReferenceData {
  features: FeatureMatrix;
  labels?: ArrayLike<number>;
  groups?: number[];
  names?: string[];
  types?: string[];
}

export interface ReferenceAnswers {
  predictions: Float32Array;
  margins: Float32Array;
  /** Rows x (outputs x) columns + 1; the last is the bias. */
  contributions: Float32Array;
}

export interface ReferenceModel extends ReferenceAnswers {
  json: string;
  ubjson: Uint8Array;
  /** Importance by kind and feature name. */
  scores: Record<'gain' | 'cover' | 'weight' | 'total_gain', Record<string, number>>;
}

const base64 = (array: ArrayBufferView) =>
  Buffer.from(array.buffer, array.byteOffset, array.byteLength).toString('base64');
const floats = (text: string): Float32Array => {
  const bytes = Buffer.from(text, 'base64');
  return new Float32Array(bytes.buffer.slice(bytes.byteOffset, bytes.byteOffset + bytes.byteLength));
};

function encode({ features, labels, groups, names, types }: ReferenceData) {
  return {
    rows: features.rows,
    columns: features.columns,
    values: base64(Float32Array.from(features.values)),
    ...(isSparse(features)
      ? { rowStart: base64(features.rowStart), columnIndex: base64(features.columnIndex) }
      : {}),
    ...(labels ? { labels: base64(Float32Array.from(labels)) } : {}),
    ...(groups ? { groups } : {}),
    ...(names ? { names } : {}),
    ...(types ? { types } : {}),
  };
}

interface Reply {
  predictions: string;
  margins: string;
  contributions: string;
  json: string;
  ubjson: string;
  scores: ReferenceModel['scores'];
}

function ask(request: object): Reply {
  const run = spawnSync(python, [script], {
    input: JSON.stringify(request),
    encoding: 'utf8',
    maxBuffer: 1 << 30,
  });
  if (run.error || run.status !== 0) {
    const missing = run.error !== undefined || run.stderr.includes('ModuleNotFoundError');
    throw new Error(
      missing
        ? `these tests compare with the real XGBoost, but ${python} cannot import it; install the apt package python3-xgboost (apt-get install -y python3-xgboost)`
        : `XGBoost failed: ${run.stderr}`,
    );
  }
  return JSON.parse(run.stdout) as Reply;
}

const answers = (reply: Reply): ReferenceAnswers => ({
  predictions: floats(reply.predictions),
  margins: floats(reply.margins),
  contributions: floats(reply.contributions),
});

/** Trains with the real XGBoost and asks it about its training rows. */
export function trainWithXgboost(
  data: ReferenceData,
  params: Record<string, string | number>,
  rounds: number,
): ReferenceModel {
  const reply = ask({ data: encode(data), params: { nthread: 1, verbosity: 0, ...params }, rounds });
  return {
    ...answers(reply),
    json: reply.json,
    ubjson: new Uint8Array(Buffer.from(reply.ubjson, 'base64')),
    scores: reply.scores,
  };
}

/** Loads a model file into the real XGBoost and asks it about some rows. */
export function askXgboost(model: string | Uint8Array, data: ReferenceData): ReferenceAnswers {
  return answers(ask({ data: encode(data), model: Buffer.from(model).toString('base64') }));
}
