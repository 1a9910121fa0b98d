import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { gunzipSync } from 'node:zlib';
import type { LoggedFeedback } from '../logged-feedback.ts';

export const positionCount = 3;

/** One policy's log of the Open Bandit Dataset, campaign "men", sorted by time. */
export interface OpenBanditLog extends LoggedFeedback {
  positions: Int32Array;
  /** One-hot user features without their first level, rows × contextDimension. */
  contexts: Float64Array;
  contextDimension: number;
  /** Item features, categories as their alphabetical number, actions × 4. */
  actionContexts: Float64Array;
}

/** The published estimates, by the names of the reference library. */
export type ReferenceEstimates = Record<string, number>;

/** Reads one log. @param folder holds `random/men` and `bts/men` */
export function readOpenBanditLog(folder: string, policy: 'random' | 'bts'): OpenBanditLog {
  const rows = readCsv(join(folder, policy, 'men', 'men.csv.gz')).sort((a, b) =>
    a.timestamp < b.timestamp ? -1 : a.timestamp > b.timestamp ? 1 : 0,
  );
  const items = readCsv(join(folder, policy, 'men', 'item_context.csv.gz'));
  const oneHot: { column: string; level: string }[] = [];
  for (let k = 0; k < 4; k++) {
    const column = `user_feature_${k}`;
    for (const level of levels(rows, column).slice(1)) oneHot.push({ column, level });
  }
  const itemLevels = [1, 2, 3].map((k) => levels(items, `item_feature_${k}`));
  return {
    actionCount: items.length,
    actions: Int32Array.from(rows, (r) => Number(r.item_id)),
    rewards: Float64Array.from(rows, (r) => Number(r.click)),
    propensities: Float64Array.from(rows, (r) => Number(r.propensity_score)),
    positions: Int32Array.from(rows, (r) => Number(r.position) - 1),
    contexts: Float64Array.from(
      rows.flatMap((r) => oneHot.map(({ column, level }) => (r[column] === level ? 1 : 0))),
    ),
    contextDimension: oneHot.length,
    actionContexts: Float64Array.from(
      items.flatMap((item) => [
        ...itemLevels.map((known, i) => known.indexOf(item[`item_feature_${i + 1}`])),
        Number(item.item_feature_0),
      ]),
    ),
  };
}

/** Choice probabilities of the Thompson sampling policy, actions × positions, row-major. */
export function readBtsDistribution(folder: string): Float64Array {
  const { actionDistribution } = JSON.parse(
    readFileSync(join(folder, 'action-distribution-bts-men.json'), 'utf8'),
  ) as { actionDistribution: number[][] };
  return Float64Array.from(actionDistribution.flat());
}

/** The beta priors of the Thompson sampling policy for the campaign "men", one per item. */
export function readBtsPriors(folder: string): { alpha: number[]; beta: number[] } {
  const section = readFileSync(join(folder, 'prior_bts.yaml'), 'utf8')
    .split(/^(?=\w)/m)
    .find((s) => s.startsWith('men:'));
  const list = (name: string) => {
    const body = section?.split(/^ {2}(?=\w)/m).find((s) => s.startsWith(`${name}:`)) ?? '';
    return [...body.matchAll(/^\s*- ([\d.]+)/gm)].map((match) => Number(match[1]));
  };
  return { alpha: list('alpha'), beta: list('beta') };
}

export function readReference(folder: string, behaviour: string, evaluated: string): ReferenceEstimates {
  const all = JSON.parse(readFileSync(join(folder, 'reference-obp-0.5.5-men.json'), 'utf8')) as Record<
    string,
    { estimates: ReferenceEstimates }
  >;
  return all[`men: behavior=${behaviour} eval=${evaluated}`].estimates;
}

function readCsv(path: string): Record<string, string>[] {
  const [head, ...lines] = gunzipSync(readFileSync(path)).toString('utf8').trim().split('\n');
  const names = head.trim().split(',');
  return lines.map((line) => {
    const cells = line.trim().split(',');
    return Object.fromEntries(names.map((name, i) => [name, cells[i]]));
  });
}

function levels(rows: Record<string, string>[], column: string): string[] {
  return [...new Set(rows.map((r) => r[column]))].sort();
}
