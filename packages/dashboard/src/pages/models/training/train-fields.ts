import type { TrainRequest } from '../../../api/models.ts';
import { type NumberRule, readNumber } from '../shared/number-rule.ts';

/** The form as typed; numbers are texts, empty where the default is to apply. */
export interface TrainFields {
  from: 'auto' | 'decisions' | 'purchases';
  label: '' | 'click' | 'conversion' | 'value';
  objective: 'lambdaMart' | 'logistic';
  biasCorrection: boolean;
  trainDays: string;
  validationDays: string;
  testDays: string;
  iterations: string;
  learningRate: string;
  maxDepth: string;
  seed: string;
  threads: string;
  notes: string;
  tags: string;
  promote: boolean;
}

export type NumberName =
  | 'trainDays'
  | 'validationDays'
  | 'testDays'
  | 'iterations'
  | 'learningRate'
  | 'maxDepth'
  | 'seed'
  | 'threads';

export const emptyFields: TrainFields = {
  from: 'auto',
  label: '',
  objective: 'lambdaMart',
  biasCorrection: true,
  trainDays: '',
  validationDays: '',
  testDays: '',
  iterations: '',
  learningRate: '',
  maxDepth: '',
  seed: '',
  threads: '',
  notes: '',
  tags: '',
  promote: true,
};

const days: NumberRule = { above: 0, max: 3650 };

/** Bounds of the numbers and where each stands in the request; a browser test holds them against the API. */
export const numberRules: Record<NumberName, NumberRule & { path: string }> = {
  trainDays: { ...days, path: '/split/trainDays' },
  validationDays: { ...days, path: '/split/validationDays' },
  testDays: { ...days, path: '/split/testDays' },
  iterations: { min: 1, max: 10_000, whole: true, path: '/parameters/iterations' },
  learningRate: { above: 0, max: 1, path: '/parameters/learningRate' },
  maxDepth: { min: 0, max: 64, whole: true, path: '/parameters/maxDepth' },
  seed: { min: 0, whole: true, path: '/seed' },
  threads: { min: 1, max: 64, whole: true, path: '/threads' },
};

/** What the learner does with an empty field. */
export const defaults = { iterations: 400, learningRate: 0.05, maxDepth: 5 };

/** Whether every number can be sent. */
export function isValid(fields: TrainFields): boolean {
  return Object.entries(numberRules).every(
    ([name, rule]) => readNumber(fields[name as NumberName], rule).problem === undefined,
  );
}

/** Only what was said; the server fills in the rest. */
export function toRequest(fields: TrainFields): TrainRequest {
  const read = (name: NumberName) => readNumber(fields[name], numberRules[name]).value;
  const split = {
    trainDays: read('trainDays'),
    validationDays: read('validationDays'),
    testDays: read('testDays'),
  };
  const parameters = {
    iterations: read('iterations'),
    learningRate: read('learningRate'),
    maxDepth: read('maxDepth'),
  };
  const tags = readTags(fields.tags);
  return said({
    from: fields.from,
    label: fields.label === '' ? undefined : fields.label,
    objective: fields.objective,
    // Only decisions carry propensities: for purchases there is nothing to correct.
    biasCorrection: fields.biasCorrection ? undefined : false,
    split: anySaid(split),
    parameters: anySaid(parameters),
    seed: read('seed'),
    threads: read('threads'),
    promote: fields.promote,
    notes: fields.notes.trim() === '' ? undefined : fields.notes.trim(),
    tags: tags.length === 0 ? undefined : tags,
  });
}

/** Tags as typed, separated by commas; each once. */
export function readTags(typed: string): string[] {
  const tags = typed.split(',').map((tag) => tag.trim());
  return [...new Set(tags)].filter((tag) => tag !== '');
}

type Said<T> = { [K in keyof T]?: Exclude<T[K], undefined> };

function said<T extends object>(all: T): Said<T> {
  return Object.fromEntries(Object.entries(all).filter(([, value]) => value !== undefined)) as Said<T>;
}

function anySaid<T extends object>(all: T): Said<T> | undefined {
  const some = said(all);
  return Object.keys(some).length > 0 ? some : undefined;
}
