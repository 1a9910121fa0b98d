import { readFile } from 'node:fs/promises';
import { join } from 'node:path';
import { expect, it } from 'vitest';
import { affinityLimit } from './primitives/affinity.ts';
import { attributeLimit } from './primitives/customer-attributes.ts';
import { customerHistoryLimit } from './primitives/customer-history.ts';
import { maxPlaces, maxTypes } from './primitives/history.ts';
import { itemHistoryLimit } from './primitives/item-history.ts';
import { pairLimit } from './primitives/pair-history.ts';
import { rulesByKind } from './rules.ts';

it('docs/features.md explains every kind and states the bounds that hold', async () => {
  const text = await readFile(join(import.meta.dirname, '../../../../docs/features.md'), 'utf8');
  for (const kind of Object.keys(rulesByKind)) expect(text).toMatch(new RegExp(`\\| .*\`${kind}\`.* \\|`));
  const bounds = [
    customerHistoryLimit,
    itemHistoryLimit,
    affinityLimit,
    pairLimit,
    attributeLimit,
    maxPlaces,
  ];
  for (const bound of bounds) expect(text).toMatch(new RegExp(`\\| .*\\b${bound}\\b.* \\|`));
  expect(text).toContain(maxTypes.toLocaleString('en'));
});
