import { readdirSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';
import { expect, test } from 'vitest';
import { en } from './en/index.ts';
import { ptBR } from './pt-br/index.ts';

type Tree = { [key: string]: string | Tree };

function flatten(tree: Tree, path = ''): Map<string, string> {
  return new Map(
    Object.entries(tree).flatMap(([key, value]) =>
      typeof value === 'string' ? [[path + key, value] as const] : [...flatten(value, `${path}${key}.`)],
    ),
  );
}

const english = flatten(en);
const portuguese = flatten(ptBR);
const source = fileURLToPath(new URL('..', import.meta.url));
const files = readdirSync(source, { recursive: true, encoding: 'utf8' })
  .filter((file) => /\.tsx?$/.test(file) && !/\.test\.|i18n\//.test(file))
  .map((file) => ({ file, text: readFileSync(`${source}/${file}`, 'utf8') }));

test('both languages have the same texts, none empty', () => {
  expect([...portuguese.keys()].sort()).toEqual([...english.keys()].sort());
  for (const [key, text] of [...english, ...portuguese]) expect(text.trim(), key).not.toBe('');
});

test('no two pages use the same name for their texts', async () => {
  const pages = readdirSync(new URL('en', import.meta.url)).filter(
    (file) => file !== 'index.ts' && file !== 'first.ts',
  );
  const modules: Record<string, Tree>[] = await Promise.all(
    pages.map((file) => import(/* @vite-ignore */ new URL(`en/${file}`, import.meta.url).href)),
  );
  const names = modules.flatMap((module) => Object.values(module).flatMap(Object.keys));
  expect(names.filter((name, index) => names.indexOf(name) !== index)).toEqual([]);
  expect(names.sort()).toEqual(Object.keys(en).sort());
});

test('a text names the same values in both languages', () => {
  const values = (text: string | undefined) => (text?.match(/\{\{\w+\}\}/g) ?? []).sort();
  for (const [key, text] of english) expect(values(portuguese.get(key)), key).toEqual(values(text));
});

test('texts are translated, not copied', () => {
  const international = new Set([
    'signIn.email',
    'signIn.withEmail',
    'overview.item',
    'customer.about',
    'learnt.item',
    'learnt.feature',
    'preview.item',
    'modelMetric.ndcg',
    'modelMetric.auc',
    'fieldRule.number',
  ]);
  const same = [...english].filter(([key, text]) => portuguese.get(key) === text).map(([key]) => key);
  const unexpected = same.filter(
    (key) =>
      !international.has(key) &&
      !/^(catalog\.item|people\.email|signIn\.withPassword|reasonKind\.popular|customer\.(tabF|f)eature)/.test(
        key,
      ),
  );
  expect(unexpected).toEqual([]);
});

test('no exclamation marks', () => {
  for (const [key, text] of [...english, ...portuguese]) expect(text, key).not.toContain('!');
});

test('every text is used', () => {
  const code = files.map(({ text }) => text).join('\n');
  const unused = [...english.keys()]
    .map((key) => key.replace(/_(one|other)$/, ''))
    .filter((key) => {
      const parent = key.slice(0, key.lastIndexOf('.'));
      return !code.includes(`'${key}'`) && !code.includes(`\`${parent}.\${`);
    });
  expect(unused).toEqual([]);
});

test('no words stand in the components themselves', () => {
  const allowed = new Set(['Personalize', 'CSV']);
  const spoken = new Set(['label', 'title', 'placeholder', 'aria-label', 'description', 'alt']);
  const found: string[] = [];
  for (const { file, text } of files.filter(({ file: name }) => name.endsWith('.tsx'))) {
    walk(parseSync(text, { syntax: 'typescript', tsx: true }), (node) => {
      if (node.type === 'JSXText' && /\p{L}{2}/u.test(node.value) && !allowed.has(node.value.trim())) {
        found.push(`${file}: ${node.value.trim()}`);
      }
      if (node.type === 'JSXAttribute' && node.value?.type === 'StringLiteral') {
        if (spoken.has(node.name?.value ?? '') && /\p{L}{2}/u.test(node.value.value ?? '')) {
          found.push(`${file}: ${node.value.value}`);
        }
      }
    });
  }
  expect(found).toEqual([]);
});

interface SyntaxNode {
  type: string;
  value: string & { type?: string; value?: string };
  name?: { value?: string };
}

function walk(node: unknown, visit: (node: SyntaxNode) => void): void {
  if (Array.isArray(node)) {
    for (const one of node) walk(one, visit);
  } else if (typeof node === 'object' && node !== null) {
    if ('type' in node) visit(node as SyntaxNode);
    for (const value of Object.values(node)) walk(value, visit);
  }
}
