import { readFile } from 'node:fs/promises';
import { expect, test } from 'vitest';
import { emitTypes } from './emit.ts';
import { serverDocument } from './server-document.ts';

test("the generated types are those of the server's document; if not: npm run generate -w @personalize/sdk", async () => {
  const generated = await readFile(new URL('../src/generated/api.ts', import.meta.url), 'utf8');
  expect(generated).toBe(emitTypes(await serverDocument()));
});
