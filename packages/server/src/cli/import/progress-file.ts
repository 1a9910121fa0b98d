import { createHash } from 'node:crypto';
import { open, readFile, rename, rm, writeFile } from 'node:fs/promises';

/** How far an import came; kept beside the file so that the same command goes on where it stopped. */
export interface ImportProgress {
  /** Identifies file content and mapping; another one starts afresh. */
  fingerprint: string;
  rows: number;
  accepted: number;
  duplicates: number;
  rejected: number;
  finished: boolean;
}

/** SHA-256 over the file's size, first and last MiB, and the mapping: enough to notice another file under the same name. */
export async function fingerprint(path: string, mapping: unknown): Promise<string> {
  const file = await open(path);
  try {
    const { size } = await file.stat();
    const hash = createHash('sha256').update(`${size}\n${JSON.stringify(mapping)}\n`);
    const chunk = Buffer.alloc(Math.min(size, 1 << 20));
    for (const position of [0, Math.max(0, size - chunk.length)]) {
      const { bytesRead } = await file.read(chunk, 0, chunk.length, position);
      hash.update(chunk.subarray(0, bytesRead));
    }
    return hash.digest('hex').slice(0, 24);
  } finally {
    await file.close();
  }
}

export function progressPath(path: string): string {
  return `${path}.import.json`;
}

export async function loadProgress(path: string, expected: string): Promise<ImportProgress> {
  const fresh: ImportProgress = {
    fingerprint: expected,
    rows: 0,
    accepted: 0,
    duplicates: 0,
    rejected: 0,
    finished: false,
  };
  const text = await readFile(progressPath(path), 'utf8').catch(() => undefined);
  if (text === undefined) return fresh;
  try {
    const saved = JSON.parse(text) as ImportProgress;
    return saved.fingerprint === expected ? saved : fresh;
  } catch {
    return fresh;
  }
}

export async function saveProgress(path: string, progress: ImportProgress): Promise<void> {
  const target = progressPath(path);
  await writeFile(`${target}.tmp`, `${JSON.stringify(progress, null, 2)}\n`);
  await rename(`${target}.tmp`, target);
}

export async function forgetProgress(path: string): Promise<void> {
  await rm(progressPath(path), { force: true });
}
