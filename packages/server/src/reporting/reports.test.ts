import { mkdtemp, readdir, readFile, rm, writeFile } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, expect, it } from 'vitest';
import { Delivery } from '../delivery/index.ts';
import type { ControlStore } from '../stores/control/control-store.ts';
import { openControlStore } from '../stores/index.ts';
import { ReportFiles } from './report-files.ts';
import { Reports } from './reports.ts';
import { ReportSchedules } from './schedules.ts';

const now = () => 1;
const context = { id: 'job', signal: new AbortController().signal, progress: () => {} };
let folder: string;
let control: ControlStore;
let files: ReportFiles;

beforeEach(async () => {
  folder = await mkdtemp(join(tmpdir(), 'reports-'));
  control = await openControlStore(folder);
  files = new ReportFiles(join(folder, 'files'), control.documents('reportFiles'), now);
});
afterEach(async () => {
  await control.close();
  await rm(folder, { recursive: true });
});

/** Reports that hold what `rows` yields. */
async function reportsOf(rows: () => AsyncGenerator<Uint8Array>): Promise<Reports> {
  const schedules = await ReportSchedules.open({
    ...{ schedules: control.documents('reportSchedules'), runs: control.documents('reportRuns'), now },
    ...{ checkRecipients: () => {}, start: async () => {}, onError: () => {} },
  });
  return new Reports({
    maker: { make: async () => ({ name: 'rows.csv', mediaType: 'text/csv', bytes: rows() }) },
    delivery: new Delivery({ smtpUrl: undefined, mailFrom: 'a@b.example', webhookNetworks: [] }),
    ...{ files, schedules, folder, publicUrl: undefined, now },
  });
}

it('is made again when somebody was erased while their rows were read', async () => {
  let reads = 0;
  const reports = await reportsOf(async function* () {
    const first = ++reads === 1;
    yield Buffer.from(first ? 'ana\nbo\n' : 'bo\n');
    if (first) await files.removePersonal();
  });
  const request = {
    format: 'csv' as const,
    blocks: [{ type: 'dataset' as const, dataset: 'events' as const }],
  };
  const { fileId } = await reports.runLarge(reports.jobInput(request, 'test'), context);
  expect(await readFile(files.path(String(fileId)), 'utf8')).toBe('bo\n');
  expect(await files.list()).toMatchObject([{ id: 'job', bytes: 3 }]);
});

it('leaves no file that a crash kept from being named', async () => {
  const reports = await reportsOf(async function* () {
    yield Buffer.from('1\n');
  });
  const request = { format: 'csv' as const, blocks: [{ type: 'data' as const, title: 'One' }] };
  await reports.runLarge(reports.jobInput(request, 'test'), context);
  await writeFile(files.path('half.part'), 'ana');
  await writeFile(files.path('whole'), 'ana');
  await files.removeOrphans();
  expect(await readdir(join(folder, 'files'))).toEqual(['job']);
});
