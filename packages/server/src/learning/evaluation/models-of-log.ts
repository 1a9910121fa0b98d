import { type AppError, refusal } from '../../errors.ts';
import { noSuch } from '../../explain-failure.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import { referenceOf } from '../registry/model-version.ts';
import type { ModelRegistry } from '../registry/registry.ts';
import type { CheckedEvaluation } from './request.ts';
import type { ModelFile } from './scorers.ts';

/** Versions whose files are handed to one evaluation at most. */
const maxModels = 20;

/**
 * The files that an evaluation needs: of the judged model, then of the versions that made the log's decisions,
 * as far as they are kept.
 * @throws AppError `invalid_request` when the judged model does not exist, `unprocessable` when its file is gone
 */
export async function modelsOfLog(
  registry: ModelRegistry,
  warehouse: Pick<Warehouse, 'query'>,
  request: CheckedEvaluation,
): Promise<ModelFile[]> {
  const judged = registry.resolve(request.policy.model);
  if (judged === undefined) throw unknownModel(request.policy.model);
  const files: ModelFile[] = [];
  if (judged.kind !== 'heuristic') files.push({ version: judged, file: await registry.file(judged) });
  for (const reference of await loggedModels(warehouse, request)) {
    const version = registry.resolve(reference);
    const known = files.some((one) => referenceOf(one.version) === reference);
    if (version === undefined || version.kind === 'heuristic' || version.state === 'removed' || known)
      continue;
    files.push({ version, file: await registry.file(version) });
  }
  return files;
}

/** @returns `name@version` of what `model` means now, or `heuristic` */
export function resolveModel(registry: ModelRegistry, model: string): string {
  const version = registry.resolve(model);
  // A placement may name an alias that nothing bears yet: the built-in ranker serves meanwhile.
  if (version === undefined) throw unknownModel(model);
  return version.kind === 'heuristic' ? 'heuristic' : referenceOf(version);
}

async function loggedModels(
  warehouse: Pick<Warehouse, 'query'>,
  { placement, from, to }: CheckedEvaluation,
): Promise<string[]> {
  const { rows } = await warehouse.query<{ model: string }>(
    `SELECT model, count() AS decisions FROM decisions
     WHERE placement = {placement:String}
       AND timestamp >= fromUnixTimestamp64Milli({from:Int64}, 'UTC')
       AND timestamp < fromUnixTimestamp64Milli({to:Int64}, 'UTC')
     GROUP BY model ORDER BY decisions DESC LIMIT {limit:UInt32}`,
    { placement, from, to: Math.min(to, 4_102_444_800_000), limit: maxModels },
  );
  return rows.map(({ model }) => model);
}

function unknownModel(model: string): AppError {
  const message = `there is no model ${JSON.stringify(model.slice(0, 100))}; GET /v1/models lists them`;
  return refusal('invalid_request', 'noSuch', message, noSuch('model', model, []), { path: '/policy/model' });
}
