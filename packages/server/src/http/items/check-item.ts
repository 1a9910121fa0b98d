import { AppError } from '../../errors.ts';
import { explainFailures } from '../../explain-failure.ts';
import { checkJson, textProblem } from '../../ingestion/index.ts';
import { show } from '../../show.ts';
import { bodyCheck } from '../validation.ts';
import { type ApiItem, ItemSchema } from './schemas.ts';

const check = bodyCheck<ApiItem>(ItemSchema);
const deepest = 4;

export interface ItemVerdict {
  code: 'invalid_item' | 'invalid_text' | 'invalid_period';
  /** JSON Pointer inside the item. */
  path: string;
  detail: string;
}

/** Checks one item on its own, so that a bad one refuses only itself. Undefined when it is fine. */
export function itemProblem(value: unknown): ItemVerdict | undefined {
  if (typeof value !== 'object' || value === null) {
    return { code: 'invalid_item', path: '', detail: `an item must be an object, got ${show(value)}` };
  }
  const unstorable = checkJson(value, deepest, { units: 0 });
  if (unstorable !== undefined)
    return { code: 'invalid_text', path: unstorable.path, detail: unstorable.detail };
  if (!check(value)) {
    const [first] = explainFailures(check.errors ?? []);
    return { code: 'invalid_item', path: first.path, detail: `${first.path} ${first.message}` };
  }
  const badId = textProblem(value.itemId);
  if (badId !== undefined) return { code: 'invalid_text', path: '/itemId', detail: `itemId ${badId}` };
  const { availableFrom, availableUntil } = value;
  if (
    availableFrom !== undefined &&
    availableUntil !== undefined &&
    Date.parse(availableUntil) <= Date.parse(availableFrom)
  ) {
    return {
      code: 'invalid_period',
      path: '/availableUntil',
      detail: 'availableUntil must be after availableFrom',
    };
  }
  return undefined;
}

/** The same, for a single item in a body: throws `invalid_request`. */
export function requireItem(value: unknown): ApiItem {
  const problem = itemProblem(value);
  if (problem === undefined) return value as ApiItem;
  throw new AppError('invalid_request', problem.detail, {
    errors: [{ path: problem.path, message: problem.detail }],
  });
}
