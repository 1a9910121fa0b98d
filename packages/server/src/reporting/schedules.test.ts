import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { expect, it, onTestFinished } from 'vitest';
import { openControlStore } from '../stores/index.ts';
import type { ReportRun, ScheduleInput } from './schedule.ts';
import { ReportSchedules } from './schedules.ts';

const input: ScheduleInput = {
  ...{ name: 'Week', cron: '0 7 * * 1', timeZone: 'UTC', enabled: true, to: { folder: 'week' } },
  report: { format: 'csv', blocks: [{ type: 'dataset', dataset: 'events' }] },
};

async function open(now: () => number) {
  const folder = await mkdtemp(join(tmpdir(), 'schedules-'));
  const control = await openControlStore(folder);
  let schedules: ReportSchedules | undefined;
  const reopen = async () => {
    schedules?.close();
    schedules = await ReportSchedules.open({
      ...{ schedules: control.documents('reportSchedules'), runs: control.documents('reportRuns') },
      ...{ checkRecipients: () => {}, start: async () => {}, onError: () => {}, now },
    });
    return schedules;
  };
  onTestFinished(async () => {
    schedules?.close();
    await control.close();
    await rm(folder, { recursive: true });
  });
  return { control, schedules: await reopen(), reopen };
}

it('comes back with its secret and its history within an hour of its removal', async () => {
  let now = 1;
  const { schedules, reopen } = await open(() => now);
  const to = { webhook: { url: 'https://example.com/hook', secret: 'a secret of theirs' } };
  const { id } = await schedules.create({ ...input, to }, 'ana');
  const run = { ...{ id: 'run-1', scheduleId: id, cause: 'schedule', state: 'done' }, startedAt: 5 };
  await schedules.record(run as ReportRun);
  await schedules.remove(id);
  expect(schedules.list()).toEqual([]);
  expect(await schedules.runs(id)).toEqual([]);
  const back = await schedules.restore(id);
  expect(back).toMatchObject({ id, to, lastRun: run, nextRun: expect.any(Number) });
  await expect(schedules.restore(id)).rejects.toMatchObject({ code: 'gone' });
  const again = await reopen();
  expect(again.get(id)).toMatchObject({ to, lastRun: run });
  await again.remove(id);
  now += 3_600_001;
  await expect(again.restore(id)).rejects.toMatchObject({ code: 'gone' });
});

it('does not come back by a change that began before it was removed', async () => {
  const { control, schedules } = await open(() => 1);
  const { id } = await schedules.create(input, 'ana');
  await Promise.all([schedules.update(id, { ...input, name: 'Seven days' }), schedules.remove(id)]);
  expect(schedules.list()).toEqual([]);
  expect(await control.documents('reportSchedules').list()).toEqual([]);
});
