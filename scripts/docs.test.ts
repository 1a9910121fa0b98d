import { execFile } from 'node:child_process';
import { existsSync } from 'node:fs';
import { glob, mkdtemp, readFile, rm, writeFile } from 'node:fs/promises';
import { dirname, join, relative, resolve } from 'node:path';
import { promisify } from 'node:util';
import { afterAll, beforeAll, describe, expect, it } from 'vitest';
import { loadConfig } from '../packages/server/src/define-config.ts';
import { adminKey, TestApp } from '../packages/server/src/http/testing/test-app.ts';

const root = resolve(import.meta.dirname, '..');
const run = promisify(execFile);

interface Page {
  /** Relative to the repository. */
  path: string;
  text: string;
}

async function pages(): Promise<Page[]> {
  const found: Page[] = [];
  for await (const path of glob(['*.md', 'docs/**/*.md', 'datasets/*/*.md', 'packages/*/*.md'], {
    cwd: root,
  })) {
    if (!path.includes('node_modules')) found.push({ path, text: await readFile(join(root, path), 'utf8') });
  }
  return found.sort((a, b) => a.path.localeCompare(b.path));
}

/** Fenced blocks of a language, in order. */
function blocks({ text }: Page, language: string): string[] {
  return [...text.matchAll(new RegExp(`^\`\`\`${language}\\n(.*?)^\`\`\``, 'gms'))].map((match) => match[1]);
}

describe('the documentation', () => {
  let all: Page[];
  let app: TestApp;

  beforeAll(async () => {
    all = await pages();
    app = await TestApp.start();
  });
  afterAll(() => app.close());

  it('links only to what exists', () => {
    const broken: string[] = [];
    for (const page of all) {
      for (const [, target] of page.text.matchAll(/\]\(([^)\s]+)\)/g)) {
        if (/^(https?:|mailto:|#)/.test(target)) continue;
        const file = resolve(root, dirname(page.path), target.split('#', 1)[0]);
        if (!existsSync(file)) broken.push(`${page.path} → ${relative(root, file)}`);
      }
    }
    expect(broken).toEqual([]);
  });

  it('says the same commands in both READMEs', () => {
    const commands = (path: string) => {
      const page = all.find((one) => one.path === path)!;
      return [...blocks(page, 'sh'), ...[...page.text.matchAll(/^ {4}(npm .*)$/gm)].map((match) => match[1])];
    };
    expect(commands('README.pt-BR.md')).toEqual(commands('README.md'));
    expect(commands('README.md').length).toBeGreaterThan(4);
  });

  it('shows calls that a real server answers', async () => {
    const calls = all
      .flatMap((page) => blocks(page, 'sh').map((text) => ({ page, text })))
      .filter(({ text }) => text.includes('curl '));
    expect(calls.length).toBeGreaterThan(3);
    for (const { page, text } of calls) {
      const script = text
        .replaceAll(/(http:\/\/)?(127\.0\.0\.1|localhost):8000/g, app.url)
        .replaceAll('curl ', 'curl -sS --fail-with-body ');
      const env = { PATH: process.env.PATH, KEY: adminKey, ADMIN_KEY: adminKey };
      const outcome = await run('bash', ['-euo', 'pipefail', '-c', script], { env }).catch(
        (error: Error & { stdout?: string }) => error,
      );
      expect(
        outcome instanceof Error ? `${page.path}: ${outcome.message} ${outcome.stdout}` : 'answered',
      ).toBe('answered');
    }
  });

  it('shows JSON that is JSON', () => {
    for (const page of all) {
      for (const block of blocks(page, 'json'))
        expect(() => JSON.parse(block), `${page.path}: ${block}`).not.toThrow();
    }
  });

  it('shows configurations that load', async () => {
    // Inside the repository, so that the examples' imports are found.
    const folder = await mkdtemp(join(root, 'docs-examples-'));
    let loaded = 0;
    try {
      for (const page of all) {
        for (const block of blocks(page, 'ts').filter((text) =>
          text.includes('export default defineConfig'),
        )) {
          const file = join(folder, `example-${loaded++}.ts`);
          await writeFile(file, block.replaceAll("'./packages/", "'../packages/"));
          await expect(loadConfig(file), `${page.path}: ${block}`).resolves.toBeDefined();
        }
      }
    } finally {
      await rm(folder, { recursive: true });
    }
    expect(loaded).toBeGreaterThan(0);
  });
});
