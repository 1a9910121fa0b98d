import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import {
  type DimensionDefinition,
  type MetricDefinition,
  validateDimensions,
  validateMetrics,
} from './analytics/semantic/index.ts';
import { AppError } from './errors.ts';
import type { FeatureDefinition } from './features/definition.ts';
import { validateFeatures } from './features/validate.ts';
import { type LearningConfig, validateLearning } from './learning/settings.ts';
import type { SegmentDefinition } from './profiles/segments/definition.ts';
import { validateSegments } from './profiles/segments/validate.ts';
import type { Placement } from './recommendation/placement.ts';
import { validatePlacements } from './recommendation/validate-placements.ts';

/** What `personalize.config.ts` declares. Each section is checked when it is loaded. */
export interface PersonalizeConfig {
  features: FeatureDefinition[];
  /** Default: tiers by income and age, and by recency, frequency and value of orders. */
  segments?: SegmentDefinition[];
  /** Put in at the first start; edited by the API afterwards. Default: home, product, cart and email. */
  placements?: Placement[];
  /** Beside those that exist from the start; one of the same name replaces it. */
  metrics?: MetricDefinition[];
  /** The same for what metrics can be split and filtered by. */
  dimensions?: DimensionDefinition[];
  /** Gates, limits of watching, what training may use. */
  learning?: LearningConfig;
}

const sections = ['features', 'segments', 'placements', 'metrics', 'dimensions', 'learning'];

/** Gives `personalize.config.ts` its types; returns what it is given. */
export function defineConfig(config: PersonalizeConfig): PersonalizeConfig {
  return config;
}

/**
 * Imports a configuration file (TypeScript or JavaScript, default export) and checks it. Throws
 * `invalid_request` whose message names the file, the declaration and the reason.
 */
export async function loadConfig(path: string): Promise<PersonalizeConfig> {
  const file = basename(path);
  let module: { default?: unknown };
  try {
    module = (await import(pathToFileURL(path).href)) as { default?: unknown };
  } catch (error) {
    throw new AppError('invalid_request', `${file} cannot be loaded: ${(error as Error).message}`, {
      cause: error,
    });
  }
  const config = module.default;
  if (config === null || typeof config !== 'object' || Array.isArray(config)) {
    throw new AppError(
      'invalid_request',
      `${file} must have a default export made by defineConfig({ features: [...] })`,
    );
  }
  for (const section of Object.keys(config)) {
    if (sections.includes(section)) continue;
    throw new AppError(
      'invalid_request',
      `${file}: unknown section ${JSON.stringify(section)}; known are ${sections.join(', ')}`,
    );
  }
  const { features, segments, placements, metrics, dimensions, learning } = config as Record<string, unknown>;
  const checked = validateFeatures(features, file);
  if (segments !== undefined) validateSegments(segments, checked, file);
  if (placements !== undefined) validatePlacements(placements, file);
  if (dimensions !== undefined) validateDimensions(dimensions, file);
  if (metrics !== undefined) validateMetrics(metrics, dimensions, file);
  if (learning !== undefined) validateLearning(learning, file);
  return config as PersonalizeConfig;
}
