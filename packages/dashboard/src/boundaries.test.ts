import { readdirSync, readFileSync } from 'node:fs';
import { dirname, join } from 'node:path';
import { fileURLToPath } from 'node:url';
import { parseSync } from '@swc/core';
import { expect, test } from 'vitest';

// The project's boundary check cannot read TSX, so the page's own rules are held here.
const source = fileURLToPath(new URL('.', import.meta.url));
const imports = new Map(
  readdirSync(source, { recursive: true, encoding: 'utf8' })
    .filter((file) => /\.tsx?$/.test(file) && !/\.(test|d)\.tsx?$/.test(file))
    .map((file) => [file, importsOf(readFileSync(join(source, file), 'utf8'))]),
);

/** What a module imports when it loads; types and lazy imports make no cycle. */
function importsOf(text: string): string[] {
  return parseSync(text, { syntax: 'typescript', tsx: true }).body.flatMap((node) =>
    (node.type === 'ImportDeclaration' && !node.typeOnly) || node.type === 'ExportNamedDeclaration'
      ? (node.source?.value ?? [])
      : [],
  );
}

test('the server is reached through the SDK only', () => {
  const foreign = [...imports].flatMap(([file, names]) =>
    names
      .filter((name) => /(\.\.\/){2,}(server|learn|sdk)\/|@personalize\/(server|learn)/.test(name))
      .map((name) => `${file} ${name}`),
  );
  expect(foreign).toEqual([]);
});

test('pages do not import each other, and nothing below a page imports one', () => {
  const found = [...imports].flatMap(([file, names]) => {
    const page = /^pages\/([^/]+)/.exec(file)?.[1];
    return names
      .filter((name) => name.startsWith('.'))
      .map((name) => join(dirname(file), name))
      .filter(
        (target) => target.startsWith('pages/') && file !== 'app.tsx' && !target.startsWith(`pages/${page}/`),
      )
      .map((target) => `${file} ${target}`);
  });
  expect(found).toEqual([]);
});

test('no module imports itself in a circle', () => {
  const done = new Set<string>();
  const circles: string[] = [];
  const visit = (file: string, path: string[]) => {
    if (path.includes(file)) circles.push([...path.slice(path.indexOf(file)), file].join(' → '));
    if (path.includes(file) || done.has(file)) return;
    for (const name of imports.get(file) ?? []) {
      if (name.startsWith('.')) visit(join(dirname(file), name), [...path, file]);
    }
    done.add(file);
  };
  for (const file of imports.keys()) visit(file, []);
  expect(circles).toEqual([]);
});
