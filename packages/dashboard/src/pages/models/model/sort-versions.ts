import type { ModelVersion } from '../../../api/models.ts';

/** Versions by a column: a field, or a figure of the summary. Those without it come last either way. */
export function sortVersions(
  versions: readonly ModelVersion[],
  key: string,
  descending: boolean,
): ModelVersion[] {
  const read = (version: ModelVersion): string | number | undefined => {
    if (key === 'version') return version.version;
    if (key === 'kind') return version.kind;
    if (key === 'createdAt') return version.createdAt;
    return version.summary[key];
  };
  const sign = descending ? -1 : 1;
  return [...versions].sort((a, b) => {
    const [x, y] = [read(a), read(b)];
    if (x === y) return b.version - a.version;
    if (x === undefined) return 1;
    if (y === undefined) return -1;
    return x < y ? -sign : sign;
  });
}
