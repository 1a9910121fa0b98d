import { mkdtempSync, rmSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterEach, beforeEach, describe, expect, test } from 'vitest';
import type { ControlStore } from '../stores/control/control-store.ts';
import { openControlStore } from '../stores/index.ts';
import { defaultPlacements } from './default-placements.ts';
import { PlacementService } from './placement-service.ts';

let dir: string;
let control: ControlStore;
let service: PlacementService;

const open = () =>
  PlacementService.open({
    documents: control.placements,
    settings: control.settings,
    declared: defaultPlacements,
    now: () => 1000,
    rankerExists: (reference) => reference === 'heuristic' || reference === 'ranker@champion',
    featureNames: ['clickRate', 'relativePrice'],
    segmentNames: ['vip', 'new'],
  });
beforeEach(async () => {
  dir = mkdtempSync(join(tmpdir(), 'placements-'));
  control = await openControlStore(dir);
  service = await open();
});
afterEach(async () => {
  await control.close();
  rmSync(dir, { recursive: true });
});
const [home] = defaultPlacements;

describe('PlacementService', () => {
  test('declared placements exist from the first start; changed ones stay changed, removed ones removed', async () => {
    expect(service.list().map(({ placement }) => placement.name)).toEqual([
      'cart',
      'email',
      'home',
      'product',
    ]);
    await service.put('home', { ...home, defaultLimit: 5 });
    await service.remove('email');
    service = await open();
    expect(service.get('home')?.defaultLimit).toBe(5);
    expect(service.get('email')).toBeUndefined();
  });

  test('a change serves at once and needs the version it was made from', async () => {
    const { version } = service.stored('home');
    const changed = await service.put('home', { ...home, title: 'Front' }, version);
    expect(changed.version).toBe(version + 1);
    expect(service.get('home')?.title).toBe('Front');
    await expect(service.put('home', home, version)).rejects.toMatchObject({ code: 'conflict', status: 409 });
    await expect(service.put('home', home, 0)).rejects.toMatchObject({ code: 'conflict' });
    expect(service.get('home')?.title).toBe('Front');
  });

  test('a new placement takes its name from the address', async () => {
    const { name: _name, ...body } = home;
    expect((await service.put('checkout', body, 0)).placement.name).toBe('checkout');
    await expect(service.put('other', home)).rejects.toMatchObject({ errors: [{ path: '/name' }] });
  });

  test('refuses what is invalid, rankers that mean nothing, and unknown names', async () => {
    await expect(service.put('home', { ...home, defaultLimit: 0 })).rejects.toMatchObject({
      code: 'invalid_request',
    });
    await expect(service.put('home', { ...home, ranker: 'nobody@champion' })).rejects.toMatchObject({
      errors: [{ path: '/ranker' }],
    });
    await service.put('home', { ...home, ranker: 'ranker@champion' });
    expect(() => service.stored('nowhere')).toThrow(expect.objectContaining({ code: 'not_found' }));
    await expect(service.remove('nowhere')).rejects.toMatchObject({ code: 'not_found' });
  });
});
