import type { StoredModelVersion } from '../../stores/control/model-repository.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import { emptyReport, type ModelReport } from './model-report.ts';
import type { ModelKind, ModelVersion } from './model-version.ts';

type Body = Omit<
  ModelVersion,
  'name' | 'version' | 'kind' | 'state' | 'createdAt' | 'createdBy' | 'notes' | 'tags'
>;

/** The registry's version as the control store keeps it. The number is given by the store. */
export function toStored(
  version: Omit<ModelVersion, 'version'>,
  report: ModelReport,
): Omit<StoredModelVersion, 'version'> {
  const { name, kind, state, createdAt, createdBy, notes, tags, ...body } = version;
  return {
    ...{ name, kind, state, createdAt, createdBy, notes, tags },
    body: plain(body satisfies Body),
    report: plain(report),
  };
}

export function fromStored(stored: Omit<StoredModelVersion, 'report'>): ModelVersion {
  const { body, kind, ...same } = stored;
  return { ...same, kind: kind as ModelKind, ...(body as unknown as Body) };
}

export function reportFrom({ report }: StoredModelVersion): ModelReport {
  // Reports of versions before 0.1.0 had figures of another shape.
  return 'evaluation' in report ? (report as unknown as ModelReport) : emptyReport;
}

/** What JSON makes of it: typed arrays become lists, numbers that are not finite null. */
export function plain(value: object): JsonObject {
  return JSON.parse(
    JSON.stringify(value, (_key, one: unknown) =>
      one instanceof Float64Array || one instanceof Float32Array || one instanceof Int32Array
        ? Array.from(one)
        : one,
    ),
  ) as JsonObject;
}
