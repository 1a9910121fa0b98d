import { createHash, randomUUID } from 'node:crypto';
import { type FileHandle, mkdir, open, readdir, readFile, rename, rm, stat, unlink } from 'node:fs/promises';
import { dirname, join, resolve, sep } from 'node:path';
import { AppError } from '../../errors.ts';
import type { ArtifactStore } from './artifact-store.ts';

const maxNameLength = 500;
const maxPartLength = 200;
/** A name part is never `.` or `..` and never starts like a temporary file. */
const part = /^[A-Za-z0-9_][A-Za-z0-9_.-]*$/;
const temporary = '.tmp-';

/** Opens the artifact store in `dir` (made when absent); removes what writes cut short have left. */
export async function openArtifactStore(dir: string): Promise<ArtifactStore> {
  const root = resolve(dir);
  await mkdir(root, { recursive: true });
  for (const entry of await readdir(root)) {
    if (entry.startsWith(temporary)) await rm(join(root, entry), { force: true });
  }
  return new FolderArtifactStore(root);
}

class FolderArtifactStore implements ArtifactStore {
  readonly #root: string;

  constructor(root: string) {
    this.#root = root;
  }

  async put(name: string, bytes: Uint8Array): Promise<string> {
    const file = this.#path(name);
    const written = join(this.#root, `${temporary}${randomUUID()}`);
    try {
      await writeSynced(written, bytes);
      await makeFolders(this.#root, dirname(file));
      await rename(written, file);
      await syncFolder(dirname(file));
    } catch (cause) {
      await rm(written, { force: true });
      throw storeError(name, cause);
    }
    return createHash('sha256').update(bytes).digest('hex');
  }

  async get(name: string, sha256?: string): Promise<Uint8Array> {
    const file = this.#path(name);
    let bytes: Uint8Array;
    try {
      bytes = await readFile(file);
    } catch (cause) {
      if (isMissing(cause)) throw new AppError('not_found', `there is no artifact ${name}`, { cause });
      throw storeError(name, cause);
    }
    if (sha256 === undefined) return bytes;
    const found = createHash('sha256').update(bytes).digest('hex');
    if (found === sha256.toLowerCase()) return bytes;
    throw new AppError(
      'storage_failed',
      `artifact ${name} is damaged: its SHA-256 is ${found}, expected ${sha256}`,
    );
  }

  async list(prefix: string): Promise<{ name: string; size: number; modifiedAt: number }[]> {
    if (prefix !== '') requirePrefix(prefix);
    const found: { name: string; size: number; modifiedAt: number }[] = [];
    for (const entry of await readdir(this.#root, { recursive: true, withFileTypes: true })) {
      if (!entry.isFile() || entry.name.startsWith(temporary)) continue;
      const file = join(entry.parentPath, entry.name);
      const name = file.slice(this.#root.length + 1).replaceAll(sep, '/');
      if (!name.startsWith(prefix)) continue;
      const stats = await stat(file).catch(() => undefined);
      if (stats !== undefined) found.push({ name, size: stats.size, modifiedAt: Math.floor(stats.mtimeMs) });
    }
    return found.sort((a, b) => (a.name < b.name ? -1 : 1));
  }

  async remove(name: string): Promise<boolean> {
    const file = this.#path(name);
    try {
      await unlink(file);
      await syncFolder(dirname(file));
      return true;
    } catch (cause) {
      if (isMissing(cause)) return false;
      throw storeError(name, cause);
    }
  }

  #path(name: string): string {
    const parts = name.split('/');
    const wrong =
      name.length > maxNameLength || parts.some((one) => one.length > maxPartLength || !part.test(one));
    if (wrong) {
      throw new AppError(
        'invalid_request',
        `an artifact's name must be parts of letters, digits, "-", "_" and "." joined by "/", got ${JSON.stringify(name.slice(0, 100))}`,
      );
    }
    return join(this.#root, ...parts);
  }
}

function requirePrefix(prefix: string): void {
  if (prefix.length <= maxNameLength && /^[A-Za-z0-9_][A-Za-z0-9_./-]*$/.test(prefix)) return;
  throw new AppError(
    'invalid_request',
    `a prefix must be the beginning of a name, got ${JSON.stringify(prefix.slice(0, 100))}`,
  );
}

async function writeSynced(file: string, bytes: Uint8Array): Promise<void> {
  const handle = await open(file, 'wx');
  try {
    await handle.writeFile(bytes);
    await handle.sync();
  } finally {
    await handle.close();
  }
}

/** Makes the folders between `root` and `folder`, each entry durable in the one above. */
async function makeFolders(root: string, folder: string): Promise<void> {
  const first = await mkdir(folder, { recursive: true });
  if (first === undefined) return;
  for (let at = folder; at.length >= root.length; at = dirname(at)) {
    await syncFolder(at);
    if (at === root) return;
  }
}

async function syncFolder(folder: string): Promise<void> {
  let handle: FileHandle | undefined;
  try {
    handle = await open(folder, 'r');
    await handle.sync();
  } finally {
    await handle?.close();
  }
}

function isMissing(error: unknown): boolean {
  const { code } = error as { code?: unknown };
  return code === 'ENOENT' || code === 'ENOTDIR' || code === 'EISDIR';
}

function storeError(name: string, cause: unknown): AppError {
  const { code } = cause as { code?: unknown };
  if (code === 'ENOSPC' || code === 'EDQUOT') {
    return new AppError('storage_full', `no space left for artifact ${name}; free some`, {
      cause,
      retryAfter: 5,
    });
  }
  const why = cause instanceof Error ? cause.message : String(cause);
  return new AppError('storage_failed', `artifact ${name}: ${why}`, { cause });
}
