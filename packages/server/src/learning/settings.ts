import { AppError } from '../errors.ts';
import { defaultGates, type GateSettings } from './gates/gate-settings.ts';
import { type ControlSettings, defaultControl } from './watching/control-limits.ts';

/** The `learning` section of `personalize.config.ts`; whatever is left out keeps its default. */
export interface LearningConfig {
  /** What a version must keep to become champion. */
  gates?: Partial<GateSettings>;
  /** When champions are told of and put back. */
  watch?: Partial<ControlSettings>;
  /** Model files kept per model, besides those that an alias or a rollback needs. Default 20. */
  keepVersions?: number;
  /** Threads that grow trees unless a training asks for others. Default: one less than the processor's cores. */
  trainingThreads?: number;
}

export interface LearningSettings {
  gates: GateSettings;
  watch: ControlSettings;
  keepVersions: number;
  trainingThreads: number | undefined;
}

type Bounds = readonly [low: number, high: number, whole?: 'whole'];
type Fields<T> = { [name in keyof T]-?: Bounds | readonly string[] | 'boolean' };

const gateFields: Fields<GateSettings> = {
  minimumGain: [-1, 1],
  calibrationError: [0, 1],
  calibrationSlack: [0, 1],
  latencyMs: [0.001, 10_000],
  latencyFactor: [0, 100],
  coverageShare: [0, 10],
  offPolicyLoss: [0, 1],
  offPolicySlots: [2, 1e9],
  offPolicyUnsupported: [0, 1],
  offPolicyWithoutSupport: ['skip', 'refuse'],
};
const watchFields: Fields<ControlSettings> = {
  fewestDecisions: [10, 1e9, 'whole'],
  sigmas: [1, 10],
  calibrationSlack: [0, 1],
  fewestSlots: [100, 1e9, 'whole'],
  drift: [0.01, 100],
  missing: [0.001, 1],
  rollback: 'boolean',
};
const ownFields: Fields<Pick<LearningConfig, 'keepVersions' | 'trainingThreads'>> = {
  keepVersions: [1, 10_000, 'whole'],
  trainingThreads: [1, 64, 'whole'],
};

/** What is in force. */
export function learningSettings({
  gates,
  watch,
  keepVersions = 20,
  trainingThreads,
}: LearningConfig = {}): LearningSettings {
  return {
    gates: { ...defaultGates, ...gates },
    watch: { ...defaultControl, ...watch },
    ...{ keepVersions, trainingThreads },
  };
}

/** @throws AppError `invalid_request` naming the file, the setting, its bounds and the value */
export function validateLearning(value: unknown, file: string): LearningConfig {
  const given = objectOf(value, 'learning', file);
  const { gates, watch, ...own } = given;
  checkFields(own, ownFields, 'learning', file, ['gates', 'watch']);
  if (gates !== undefined)
    checkFields(objectOf(gates, 'learning.gates', file), gateFields, 'learning.gates', file);
  if (watch !== undefined)
    checkFields(objectOf(watch, 'learning.watch', file), watchFields, 'learning.watch', file);
  return given as LearningConfig;
}

function checkFields(
  given: Record<string, unknown>,
  fields: Record<string, Bounds | readonly string[] | 'boolean'>,
  where: string,
  file: string,
  others: readonly string[] = [],
): void {
  for (const [name, value] of Object.entries(given)) {
    const rule = fields[name];
    if (rule === undefined) {
      const known = [...others, ...Object.keys(fields)].join(', ');
      throw new AppError('invalid_request', `${file}: unknown setting ${where}.${name}; known are ${known}`);
    }
    const problem = value === undefined ? undefined : problemOf(rule, value);
    if (problem === undefined) continue;
    const shown = JSON.stringify(value)?.slice(0, 100) ?? String(value);
    throw new AppError('invalid_request', `${file}: ${where}.${name} must be ${problem}, got ${shown}`);
  }
}

function problemOf(rule: Bounds | readonly string[] | 'boolean', value: unknown): string | undefined {
  if (rule === 'boolean') return typeof value === 'boolean' ? undefined : 'true or false';
  if (isNames(rule)) return rule.includes(String(value)) ? undefined : rule.join(' or ');
  const [low, high, whole] = rule;
  const fits = typeof value === 'number' && value >= low && value <= high;
  if (fits && (whole === undefined || Number.isInteger(value))) return undefined;
  return `${whole === undefined ? 'a number' : 'a whole number'} from ${low} to ${high}`;
}

function isNames(rule: Bounds | readonly string[]): rule is readonly string[] {
  return typeof rule[0] === 'string';
}

function objectOf(value: unknown, where: string, file: string): Record<string, unknown> {
  if (value !== null && typeof value === 'object' && !Array.isArray(value)) {
    return value as Record<string, unknown>;
  }
  throw new AppError('invalid_request', `${file}: ${where} must be an object, got ${JSON.stringify(value)}`);
}
