import type { JsonObject } from '../../stores/journal/record.ts';
import type { ModelReport } from './model-report.ts';
import { type ModelVersion, referenceOf } from './model-version.ts';

/** Versions beside each other: a row per figure or parameter, a value per version, null where one has none. */
export interface VersionComparison {
  versions: string[];
  metrics: { name: string; values: (number | null)[]; differs: boolean }[];
  parameters: { name: string; values: unknown[]; differs: boolean }[];
  features: { name: string; present: boolean[] }[];
  /** Share of the splits' gain by feature, for versions that tell. */
  importance: { name: string; values: (number | null)[] }[];
}

/** @param chosen in the order in which they are to stand */
export function compareVersions(
  chosen: readonly { version: ModelVersion; report: ModelReport }[],
): VersionComparison {
  const versions = chosen.map(({ version }) => version);
  const parameters = versions.map(described);
  const importance = chosen.map(({ report }) => importanceOf(report));
  return {
    versions: versions.map(referenceOf),
    metrics: keys(versions.map(({ summary }) => summary)).map((name) => {
      const values = versions.map(({ summary }) => summary[name] ?? null);
      return { name, values, differs: differ(values) };
    }),
    parameters: keys(parameters).map((name) => {
      const values = parameters.map((one) => one[name] ?? null);
      return { name, values, differs: differ(values) };
    }),
    features: keys(
      versions.map(({ signature }) => Object.fromEntries(signature.features.map((one) => [one, 1]))),
    ).map((name) => ({ name, present: versions.map(({ signature }) => signature.features.includes(name)) })),
    importance: keys(importance)
      .map((name) => ({ name, values: importance.map((one) => one[name] ?? null) }))
      .sort((a, b) => Math.max(...b.values.map(Number)) - Math.max(...a.values.map(Number))),
  };
}

function described({
  kind,
  label,
  featureHash,
  seed,
  signature,
  dataRange,
  parameters,
}: ModelVersion): JsonObject {
  return {
    ...parameters,
    ...{ kind, label, featureHash, seed },
    output: signature.output,
    rows: dataRange?.rows ?? null,
    toOffset: dataRange?.toOffset ?? null,
    dataChecksum: dataRange?.checksum ?? null,
  };
}

function importanceOf({ curves }: ModelReport): Record<string, number> {
  const told = (curves?.importance ?? []).flatMap(({ feature, gain }) =>
    gain === null ? [] : [[feature, gain]],
  );
  return Object.fromEntries(told);
}

function keys(objects: readonly object[]): string[] {
  return [...new Set(objects.flatMap((one) => Object.keys(one)))];
}

function differ(values: readonly unknown[]): boolean {
  return new Set(values.map((value) => JSON.stringify(value))).size > 1;
}
