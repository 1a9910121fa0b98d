import { describe, expect, test } from 'vitest';
import { en } from './reasons/en.ts';
import { ptBr } from './reasons/pt-br.ts';
import { displayName, type ReasonDetail } from './reasons/wording.ts';
import type { ReasonKind } from './scorer.ts';

const kinds = Object.keys(en).filter((key) => key !== 'fallback') as ReasonKind[];
const full: ReasonDetail = {
  withTitle: 'Café 500 g',
  attribute: 'category',
  value: 'Laticínios',
  times: 3,
  description: 'D',
};

describe('wording', () => {
  test('both languages say every kind, with and without details, differently', () => {
    expect(Object.keys(ptBr).sort()).toEqual(Object.keys(en).sort());
    for (const kind of kinds) {
      for (const detail of [full, {}]) {
        expect(en[kind](detail).length).toBeGreaterThan(0);
        expect(en[kind](detail)).not.toMatch(/undefined|null/);
        expect(ptBr[kind](detail)).not.toMatch(/undefined|null/);
        if (kind !== 'other' || detail !== full) expect(ptBr[kind](detail)).not.toBe(en[kind](detail));
      }
    }
  });

  test('sentences use the real names', () => {
    expect(ptBr.affinity(full)).toBe('Porque você costuma comprar Laticínios');
    expect(en.affinity({ attribute: 'brand', value: 'Acme' })).toBe('Because you often choose Acme');
    expect(ptBr.boughtTogether(full)).toBe('Combina com “Café 500 g”');
    expect(en.buyAgain({ times: 1 })).toBe('You have bought this before, and it may be time again');
  });

  test('a name that looks like a placeholder stays as it is', () => {
    expect(en.affinity({ attribute: 'category', value: '$& {value} %s' })).toBe(
      'Because you often buy $& {value} %s',
    );
  });

  test('names are cleaned and shortened by whole characters', () => {
    expect(displayName(' a\u0000b\n\u202ec ')).toBe('a b c');
    expect(displayName('\ud800x')).toBe('\ufffdx');
    expect([...displayName('👩'.repeat(200))].length).toBe(80);
    expect(displayName('👩'.repeat(200)).isWellFormed()).toBe(true);
  });
});
