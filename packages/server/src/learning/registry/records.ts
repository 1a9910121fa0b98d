import { randomUUID } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { AuditEntry } from '../../stores/control/control-store.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import type { ModelVersion } from './model-version.ts';
import { heuristicName } from './names.ts';

/** The ranker that needs no training, as the registry shows it. */
export function builtIn(features: readonly string[], codeVersion: string): ModelVersion {
  return {
    name: heuristicName,
    version: 1,
    kind: 'heuristic',
    format: 'none',
    state: 'ready',
    signature: { features: [...features], output: 'value' },
    featureHash: null,
    label: null,
    calibrator: null,
    artifact: null,
    sha256: null,
    bytes: 0,
    seed: null,
    parameters: null,
    dataRange: null,
    codeVersion,
    summary: {},
    notes: 'Weights chosen by hand; serves until a model is trained.',
    tags: ['built-in'],
    createdAt: 0,
    createdBy: 'system',
  };
}

export function auditEntry(
  at: number,
  actor: string,
  action: string,
  target: string,
  detail: JsonObject,
): AuditEntry {
  return { id: randomUUID(), at, actor, action, target, detail };
}

export function missing(what: string): AppError {
  return new AppError('not_found', `there is no ${what}; GET /v1/models lists what there is`);
}

export function refusal(message: string): AppError {
  return new AppError('invalid_request', message);
}
