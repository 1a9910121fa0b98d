import { once } from 'node:events';
import { createWriteStream, type WriteStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { finished } from 'node:stream/promises';
import { type ApiClient, ApiError } from '../../client/api-client.ts';
import { AppError } from '../../errors.ts';
import { compileMapping, type ImportKind, requireColumns } from './mapping.ts';
import { fingerprint, type ImportProgress, loadProgress, saveProgress } from './progress-file.ts';
import { type Format, readRows } from './rows.ts';

export interface ImportOptions {
  path: string;
  kind: ImportKind;
  format: Format;
  map: string[];
  timeUnit: 's' | 'ms';
  batchSize: number;
  /** Where rejected rows go, as JSON lines `{row, reason, value}`. */
  rejectsPath: string;
  client: ApiClient;
  signal?: AbortSignal;
  onProgress?(progress: ImportProgress): void;
}

interface Pending {
  row: number;
  value: Record<string, unknown>;
}

interface Verdicts {
  accepted: number;
  duplicates: number;
  rejected: { index: number; code?: string; detail: string }[];
}

/**
 * Sends a file's rows to the server. Rows the mapping or the server refuses go to the rejects file with
 * their reason. After each acknowledged batch the place is saved; the same call goes on from there, and
 * events carry ids made from the file and the row, so that a batch sent twice still counts once.
 */
export async function runImport(options: ImportOptions): Promise<ImportProgress> {
  const { path, kind, client } = options;
  if (!(await exists(path))) throw new AppError('not_found', `there is no file ${path}`);
  const mapping = { kind, format: options.format, map: options.map, timeUnit: options.timeUnit };
  const progress = await loadProgress(path, await fingerprint(path, mapping));
  if (progress.finished) return progress;
  const convert = compileMapping(mapping);
  const rejects = await openRejects(
    options.rejectsPath,
    progress.rows > 0 && (await exists(options.rejectsPath)),
  );
  const rejectsWritten = finished(rejects);
  rejectsWritten.catch(() => {});
  let batch: Pending[] = [];
  let row = 0;

  const reject = (at: number, value: unknown, reason: string) => {
    progress.rejected++;
    rejects.write(`${JSON.stringify({ row: at, reason, value })}\n`);
  };
  const send = async () => {
    if (batch.length > 0) {
      const verdicts = await sendBatch(client, kind, batch);
      progress.accepted += verdicts.accepted;
      progress.duplicates += verdicts.duplicates;
      for (const { index, code, detail } of verdicts.rejected) {
        reject(batch[index].row, batch[index].value, code ? `${code}: ${detail}` : detail);
      }
    }
    batch = [];
    // A place that is saved is not come back to: reasons that could not be written would be lost.
    if (rejects.errored !== null) throw rejects.errored;
    progress.rows = row;
    await saveProgress(path, progress);
    options.onProgress?.({ ...progress });
  };

  try {
    for await (const read of readRows(path, options.format)) {
      // Lines of JSON may each have other fields.
      if (read.row === 1 && options.format !== 'jsonl') requireColumns(options.map, Object.keys(read.value));
      if (read.row <= progress.rows) continue;
      options.signal?.throwIfAborted();
      row = read.row;
      const mapped = read.error ? { ok: false as const, reason: read.error } : convert(read.value);
      if (!mapped.ok) reject(row, read.value, mapped.reason);
      else batch.push({ row, value: withId(kind, mapped.value, progress.fingerprint, row) });
      if (batch.length >= options.batchSize) await send();
    }
    row = Math.max(row, progress.rows);
    progress.finished = true;
    await send();
  } finally {
    rejects.end();
    await rejectsWritten;
  }
  return progress;
}

function withId(
  kind: ImportKind,
  value: Record<string, unknown>,
  file: string,
  row: number,
): Record<string, unknown> {
  return kind === 'items' || value.messageId !== undefined
    ? value
    : { messageId: `import:${file}:${row}`, ...value };
}

async function sendBatch(client: ApiClient, kind: ImportKind, batch: Pending[]): Promise<Verdicts> {
  const values = batch.map((pending) => pending.value);
  try {
    if (kind === 'items') {
      const answer = await client.request<{ upserted: number; rejected: Verdicts['rejected'] }>(
        'POST',
        '/v1/items',
        { items: values },
      );
      return { accepted: answer.upserted, duplicates: 0, rejected: answer.rejected };
    }
    return await client.request<Verdicts>('POST', '/v1/events', { events: values });
  } catch (error) {
    if (error instanceof ApiError && error.problem.status === 400) return allRejected(batch, error);
    throw error;
  }
}

/** The server took none: its problem document lists what is wrong by `/events/3/timestamp`-like paths. */
function allRejected(batch: Pending[], error: ApiError): Verdicts {
  const reasons = new Map<number, string>();
  for (const { path, message } of error.problem.errors ?? []) {
    const index = Number(/^\/(?:events|items)\/(\d+)/.exec(path)?.[1] ?? Number.NaN);
    if (Number.isInteger(index) && !reasons.has(index)) reasons.set(index, `${path}: ${message}`);
  }
  const fallback = error.problem.detail ?? error.problem.title;
  return {
    accepted: 0,
    duplicates: 0,
    rejected: batch.map((_, index) => ({ index, detail: reasons.get(index) ?? fallback })),
  };
}

async function openRejects(path: string, append: boolean): Promise<WriteStream> {
  const stream = createWriteStream(path, { flags: append ? 'a' : 'w' });
  await once(stream, 'open');
  return stream;
}

async function exists(path: string): Promise<boolean> {
  return (await stat(path).catch(() => undefined)) !== undefined;
}
