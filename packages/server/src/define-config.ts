import { basename } from 'node:path';
import { pathToFileURL } from 'node:url';
import { AppError } from './errors.ts';
import type { FeatureDefinition } from './features/definition.ts';
import { validateFeatures } from './features/validate.ts';

/** What `personalize.config.ts` declares. Each section is checked when it is loaded. */
export interface PersonalizeConfig {
  features: FeatureDefinition[];
  segments?: unknown;
  placements?: unknown;
  metrics?: unknown;
}

const sections = ['features', 'segments', 'placements', 'metrics'];

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
  validateFeatures((config as { features?: unknown }).features, file);
  return config as PersonalizeConfig;
}
