import { expect, test } from 'vitest';
import { strongest } from './strongest.ts';

test('the largest in either direction come first; those of nought are left out', () => {
  const contributions = [
    { feature: 'a', contribution: 0.1 },
    { feature: 'b', contribution: -0.5 },
    { feature: 'c', contribution: 0 },
    { feature: 'd', contribution: 0.2 },
  ];
  expect(strongest(contributions, 2).map(({ feature }) => feature)).toEqual(['b', 'd']);
  expect(strongest(contributions, 9)).toHaveLength(3);
});
