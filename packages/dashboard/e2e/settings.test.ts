import { readFile } from 'node:fs/promises';
import { afterAll, beforeAll, expect, test } from 'vitest';
import { type Harness, inTab, startHarness } from './harness.ts';
import { describePages } from './look-at.ts';
import { shown, soon } from './shown.ts';

let harness: Harness;
beforeAll(async () => {
  harness = await startHarness();
}, 120_000);
afterAll(() => harness?.close());

const keys = async () => (await harness.client.request('GET /v1/keys')).data;
const people = async () => (await harness.client.request('GET /v1/users')).data;

test('a key is made for imports, shown once, used, and revoked', () =>
  inTab(harness.open('/settings?tab=keys'), async ({ page }) => {
    await page.getByRole('button', { name: 'New key' }).click();
    await page.getByLabel('Name', { exact: true }).fill('history');
    await page.getByLabel('Origin').first().click();
    await page.getByRole('option', { name: 'Import' }).click();
    await page.getByRole('button', { name: 'Make key' }).click();
    const secret = await page.locator('pre code').textContent();
    const sent = await fetch(`${harness.url}/v1/events`, {
      method: 'POST',
      headers: { authorization: `Bearer ${secret}`, 'content-type': 'application/json' },
      body: JSON.stringify({ events: [{ type: 'page_view', customerId: 'c' }] }),
    });
    expect(sent.status).toBe(202);
    expect(await keys()).toContainEqual(expect.objectContaining({ name: 'history', origin: 'import' }));
    await page.getByRole('button', { name: 'I have kept it' }).click();
    await shown.count(page.getByText(secret ?? '')).toBe(0);
    await page.getByRole('button', { name: 'Revoke history' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Revoke' }).click();
    // Its closing dialog says so too.
    await page.getByText('Revoked', { exact: true }).waitFor();
    await soon(async () => (await keys()).find(({ name }) => name === 'history')?.revokedAt).toMatch(/^\d/);
  }));

test('a person is added and removed; the last administrator stays', () =>
  inTab(harness.open('/settings?tab=people'), async ({ page }) => {
    await page.getByRole('button', { name: 'Add person' }).click();
    await page.getByLabel('Name', { exact: true }).fill('Grace');
    await page.getByLabel('E-mail').fill('grace@example.com');
    await page.getByLabel('First password').fill('correct horse battery staple');
    await page.getByRole('button', { name: 'Add', exact: true }).click();
    await page.getByText('grace@example.com').waitFor();
    await page.getByRole('button', { name: 'Remove Ada' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await page.getByText('this is the last admin').waitFor();
    await page.getByRole('button', { name: 'Cancel' }).click();
    await page.getByRole('dialog').waitFor({ state: 'detached' });
    await page.getByRole('button', { name: 'Remove Grace' }).click();
    await page.getByRole('dialog').getByRole('button', { name: 'Remove' }).click();
    await soon(async () => (await people()).map(({ name }) => name)).toEqual(['Ada']);
  }));

test('the chosen time zone is that of every page', () =>
  inTab(harness.open('/settings'), async ({ page }) => {
    await page.getByRole('combobox', { name: 'Time zone' }).click();
    await page.getByRole('combobox', { name: 'Time zone' }).fill('Tokyo');
    await page.getByRole('option', { name: 'Asia/Tokyo' }).click();
    await page.getByText('GMT+9').waitFor();
    await soon(async () => (await people())[0].timeZone).toBe('Asia/Tokyo');
    await page.goto('/settings?tab=audit');
    await shown.attribute(page.locator('tbody time').first(), 'title').toContain('GMT+9');
  }));

test('the audit log is filtered and taken along', () =>
  inTab(harness.open('/settings?tab=audit&action=key.created'), async ({ page }) => {
    await page.locator('tbody time').first().waitFor();
    const actions = page.locator('tbody td:nth-child(3)');
    await soon(async () => [...new Set(await actions.allTextContents())]).toEqual(['key.created']);
    await page.getByRole('button', { name: /^Export / }).click();
    const [file] = await Promise.all([
      page.waitForEvent('download'),
      page.getByRole('menuitem', { name: 'Numbers (CSV)' }).click(),
    ]);
    const text = await readFile(await file.path(), 'utf8');
    expect(text.split('\r\n')[0]).toContain('at,actor,action,target,detail');
    expect(text).not.toContain('user.created');
    await page.goto('/settings?tab=audit&actor=nobody');
    await page.getByText('Nothing was noted').waitFor();
  }));

describePages(
  () => harness,
  [
    { name: 'settings', path: '/settings', ready: 'form' },
    { name: 'settings-keys', path: '/settings?tab=keys', ready: 'tbody td' },
    { name: 'settings-people', path: '/settings?tab=people', ready: 'tbody button' },
    { name: 'settings-audit', path: '/settings?tab=audit', ready: 'tbody time' },
  ],
);
