import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openControlStore } from '../stores/index.ts';
import type { ScheduleInput } from './schedule.ts';
import { ReportSchedules } from './schedules.ts';

const input: ScheduleInput = {
  ...{ name: 'Week', cron: '0 7 * * 1', timeZone: 'UTC', enabled: true, to: { folder: 'week' } },
  report: { format: 'csv', blocks: [{ type: 'dataset', dataset: 'events' }] },
};

it('does not come back by a change that began before it was removed', async () => {
  const folder = await mkdtemp(join(tmpdir(), 'schedules-'));
  const control = await openControlStore(folder);
  onTestFinished(async () => {
    await control.close();
    await rm(folder, { recursive: true });
  });
  const schedules = await ReportSchedules.open({
    ...{ schedules: control.documents('reportSchedules'), runs: control.documents('reportRuns') },
    ...{ checkRecipients: () => {}, start: async () => {}, onError: () => {}, now: () => 1 },
  });
  const { id } = await schedules.create(input, 'ana');
  await Promise.all([schedules.update(id, { ...input, name: 'Seven days' }), schedules.remove(id)]);
  expect(schedules.list()).toEqual([]);
  expect(await control.documents('reportSchedules').list()).toEqual([]);
});
