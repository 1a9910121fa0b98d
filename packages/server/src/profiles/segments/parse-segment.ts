import Type from 'typebox';
import { Compile } from 'typebox/compile';
import { AppError } from '../../errors.ts';
import { explainMismatch } from '../../explain-failure.ts';
import { compileSegments, type FeatureCatalog } from './compile.ts';
import { type SegmentDefinition, segmentSchema } from './definition.ts';

const { description, group } = segmentSchema.properties;
const settingsSchema = Type.Object(
  { description, group, rule: Type.Unknown() },
  { additionalProperties: false },
);
const settings = Compile(settingsSchema);

/** A segment from a request's body. Throws `invalid_request` that says where it is wrong. */
export function parseSegment(name: string, body: unknown, features: FeatureCatalog): SegmentDefinition {
  if (!settings.Check(body)) {
    const errors = explainMismatch(settingsSchema, body);
    const { path, message } = errors[0] ?? { path: '', message: 'must be { rule, description?, group? }' };
    throw new AppError('invalid_request', `${path || 'the segment'} ${message}`, { errors });
  }
  const definition = { ...body, name } as SegmentDefinition;
  compileSegments([definition], features);
  return definition;
}
