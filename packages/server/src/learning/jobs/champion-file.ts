import { told } from '../../told.ts';
import { championAlias } from '../models.ts';
import { asUbjson } from '../registry/import-model.ts';
import { referenceOf } from '../registry/model-version.ts';
import type { RankerModelFile } from '../training/request.ts';
import type { TrainContext, TrainJobOptions } from './job-context.ts';

/** The champion of a model, when it can be scored on the rows that a training or evaluation makes. */
export async function championFile(
  { models, engine }: TrainJobOptions,
  { log }: Pick<TrainContext, 'log'>,
  name: string,
  excluded: readonly string[],
  evidence: boolean,
): Promise<RankerModelFile | undefined> {
  const current = models.registry.resolve(`${name}@${championAlias}`);
  if (current === undefined) return undefined;
  const { kind, format, signature } = current;
  const version = referenceOf(current);
  const known = (feature: string) =>
    feature.startsWith('source.') ? evidence : engine.names.includes(feature) && !excluded.includes(feature);
  if (kind === 'heuristic' || !signature.features.every(known)) {
    log(
      told(
        'championUnscored',
        `${version} cannot be scored on these rows: the comparison is with the built-in ranker only, and to succeed it takes an override`,
        { version },
      ),
    );
    return undefined;
  }
  const file = await models.registry.file(current);
  const { features: featureNames } = signature;
  return format === 'onnx'
    ? { bytes: file, model: current, featureNames, version }
    : { bytes: asUbjson(format, file), featureNames, version };
}
