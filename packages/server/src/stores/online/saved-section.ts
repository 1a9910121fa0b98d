import type { PartedSection, SectionPart, StateSection } from './online-store.ts';

/** A blob has a limit, and the thread that serves must not copy much at once. */
const partBytes = 4 << 20;

/** A section as a checkpoint finds it. */
export interface SavedSection {
  name: string;
  parts: SectionPart[];
  /** Those that the file does not have. */
  changed: SectionPart[];
}

/** Versions of the parts that the file has, by number. */
export type PartVersions = ReadonlyMap<number, number>;

export function saveSection(
  section: StateSection | PartedSection,
  onFile: PartVersions | undefined,
): SavedSection {
  const { name } = section;
  if (!section.inParts) {
    const parts = cut(section.save());
    return { name, parts, changed: parts };
  }
  const parts = section.save();
  return { name, parts, changed: parts.filter(({ number, version }) => onFile?.get(number) !== version) };
}

export function restoreSection(
  section: StateSection | PartedSection,
  parts: readonly Uint8Array<ArrayBuffer>[],
): void {
  if (section.inParts) section.restore(parts.map((part) => ({ bytes: () => part })));
  else section.restore(parts.length === 1 ? parts[0] : Buffer.concat(parts));
}

export function versionsOf({ parts }: SavedSection): PartVersions {
  return new Map(parts.map(({ number, version }) => [number, version]));
}

function cut(bytes: Uint8Array): SectionPart[] {
  return Array.from({ length: Math.ceil(bytes.length / partBytes) }, (_, number) => ({
    number,
    version: 0,
    bytes: () => new Uint8Array(bytes.subarray(number * partBytes, (number + 1) * partBytes)),
  }));
}
