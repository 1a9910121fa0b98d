import type { FeatureEngine } from '../features/index.ts';
import { defaultRanker, ModelRegistry, ModelServer, Models } from '../learning/index.ts';
import type { Stores } from './stores.ts';

/** Files kept per model. */
const keepVersions = 20;

export interface Learning {
  models: Models;
  /** Whether a placement may name this ranker: a version or an alias that exists, or the default one. */
  rankerExists(reference: string): boolean;
  /** Problems of models since the start, for the log. */
  onProblem(listener: (reference: string, error: unknown) => void): void;
}

/** Opens the registry; nothing is loaded yet. */
export async function openLearning(
  { control, artifacts }: Stores,
  engine: FeatureEngine,
  now: () => number,
  codeVersion: string,
): Promise<Learning> {
  const listeners: ((reference: string, error: unknown) => void)[] = [];
  const registry = await ModelRegistry.open({
    ...{ repository: control.models, artifacts, audit: control.audit, now, codeVersion },
    featureNames: engine.names,
  });
  const server = new ModelServer({
    registry,
    engineNames: engine.names,
    definitions: engine.definitions,
    onProblem: (reference, error) => {
      for (const listener of listeners) listener(reference, error);
    },
  });
  return {
    models: new Models({ registry, server, engineNames: engine.names, keepVersions }),
    rankerExists: (reference) => reference === defaultRanker || registry.resolve(reference) !== undefined,
    onProblem: (listener) => listeners.push(listener),
  };
}
