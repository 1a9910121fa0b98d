import { describe, expect, it } from 'vitest';
import { loggedRestrictions, maxRestrictionSize, readRestrictions } from './restrictions.ts';

describe('restrictions of a request, as decisions log them', () => {
  it('come back as they were', () => {
    const own = {
      filter: [
        { kind: 'price' as const, max: 20 },
        { kind: 'attribute' as const, attribute: 'brand', op: 'notIn' as const, values: ['x', 3, true] },
      ],
      exclude: ['a', 'b'],
    };
    expect(readRestrictions(JSON.parse(JSON.stringify(loggedRestrictions(own))))).toEqual(own);
  });

  it('are nothing where there are none, also in decisions that never logged any', () => {
    expect(loggedRestrictions({ filter: [], exclude: [] })).toEqual({});
    expect(readRestrictions({ channel: 'web' })).toEqual({});
  });

  it('are bounded: of too many only the numbers are kept, and that says so', () => {
    const exclude = Array.from({ length: 1000 }, (_, i) => `an item with a long id ${i}`);
    const logged = loggedRestrictions({ exclude, filter: [{ kind: 'notInCart' }] });
    expect(logged).toEqual({ restrictionsNotLogged: { filter: 1, exclude: 1000 } });
    expect(JSON.stringify(logged).length).toBeLessThan(maxRestrictionSize);
    expect(readRestrictions(logged)).toBeUndefined();
  });

  it('that mean nothing are not believed', () => {
    expect(readRestrictions({ filter: [{ kind: 'sql' }, { kind: 'notInCart' }], exclude: [1, 'a'] })).toEqual(
      {
        ...{ filter: [{ kind: 'notInCart' }], exclude: ['a'] },
      },
    );
  });
});
