import { existsSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import { expect, it } from 'vitest';

const folder = join(import.meta.dirname, '../bench');

it('every listed benchmark exists and says what it measures', () => {
  const listed = JSON.parse(readFileSync(join(folder, 'benchmarks.json'), 'utf8')) as Record<string, string>;
  expect(Object.keys(listed).length).toBeGreaterThan(20);
  for (const [name, about] of Object.entries(listed)) {
    expect(existsSync(join(folder, `${name}.ts`)), name).toBe(true);
    expect(about.length, name).toBeGreaterThan(20);
  }
});
