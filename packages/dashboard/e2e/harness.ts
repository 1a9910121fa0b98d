import { existsSync } from 'node:fs';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { type Client, createClient } from '@personalize/sdk';
import { type Browser, type BrowserContext, type Cookie, chromium, type Page } from 'playwright-core';
import { expect, vi } from 'vitest';
import { buildDashboard } from '../../../scripts/build-dashboard.mjs';
import type { Language } from '../src/i18n/language.ts';
import { startServer } from './server-process.ts';
import { patienceMs } from './shown.ts';

const adminKey = 'browser-test-admin-key';
const person = { email: 'ada@example.com', password: 'correct horse battery staple' };
const timeZone = 'America/Sao_Paulo';

export interface View {
  language?: Language;
  scheme?: 'light' | 'dark';
  width?: number;
  signedIn?: boolean;
  /** Runs in each page before its own scripts. */
  before?: () => void;
}

export interface Tab {
  page: Page;
  context: BrowserContext;
  /** Console errors, uncaught exceptions and requests that left this server, as they happened. */
  problems: string[];
}

/** A real server with an empty data folder, the built dashboard, and a browser. */
export interface Harness {
  url: string;
  adminKey: string;
  person: { email: string; password: string };
  client: Client;
  open(path: string, view?: View): Promise<Tab>;
  /** Sends events and the like, in this order, and waits until every reader of the server sees them. */
  seed(...seeds: ((client: Client) => Promise<unknown>)[]): Promise<void>;
  /** A figure of the server's own metrics. */
  gauge(name: string): Promise<number>;
  /** Stops the server and, after `whileDown`, starts it again on the same port and folder. */
  restart(whileDown: () => Promise<unknown>): Promise<void>;
  close(): Promise<void>;
}

/** Runs a check in a tab of its own and closes it whatever happens. */
export async function inTab(opened: Promise<Tab>, check: (tab: Tab) => Promise<void>): Promise<void> {
  const tab = await opened;
  try {
    await check(tab);
  } finally {
    await tab.context.close();
  }
}

/** The same for a tab in which nothing may go wrong unseen. */
export function inFaultlessTab(opened: Promise<Tab>, check: (tab: Tab) => Promise<void>): Promise<void> {
  return inTab(opened, async (tab) => {
    await check(tab);
    expect(tab.problems).toEqual([]);
  });
}

export async function startHarness(): Promise<Harness> {
  await buildDashboard({ log: () => undefined });
  const folder = await mkdtemp(join(tmpdir(), 'personalize-dashboard-'));
  let server = await startServer(folder, adminKey);
  const { address } = server;
  const browser = await launchBrowser();
  const client = createClient({ baseUrl: address, key: adminKey });
  await client.request('POST /v1/users', { body: { ...person, name: 'Ada', role: 'admin' } });
  const cookies = await signIn(browser, address);
  return {
    url: address,
    adminKey,
    person,
    client,
    open: (path, view) => openTab(browser, address, cookies, path, view),
    seed: async (...seeds) => {
      for (const seed of seeds) await seed(client);
      await settled(address);
    },
    gauge: (name) => gauge(address, name),
    restart: async (whileDown) => {
      await server.stop();
      await whileDown();
      server = await startServer(folder, adminKey, new URL(address).port);
    },
    close: async () => {
      await browser.close();
      await server.stop();
      await rm(folder, { recursive: true, force: true });
    },
  };
}

/** Decisions are logged after their answer, and the warehouse takes events in blocks: pages read from there once. */
async function settled(url: string): Promise<void> {
  await vi.waitFor(
    async () => {
      for (const name of ['journal_pending_records', 'warehouse_lag_records']) {
        expect(await gauge(url, name), name).toBe(0);
      }
    },
    { timeout: 60_000, interval: 100 },
  );
}

async function gauge(url: string, name: string): Promise<number> {
  const answer = await fetch(`${url}/metrics`, { headers: { authorization: `Bearer ${adminKey}` } });
  const value = new RegExp(`^${name} (\\d+)$`, 'm').exec(await answer.text())?.[1];
  if (value === undefined) throw new Error(`the server's metrics say nothing of ${name}`);
  return Number(value);
}

/** Once for all tabs: the server bounds how often one address may sign in. */
async function signIn(browser: Browser, url: string): Promise<Cookie[]> {
  const context = await browser.newContext({ baseURL: url });
  const answer = await context.request.post('/v1/session', { data: person });
  if (!answer.ok()) throw new Error(`signing in failed with ${answer.status()}: ${await answer.text()}`);
  const cookies = await context.cookies();
  await context.close();
  return cookies;
}

function launchBrowser(): Promise<Browser> {
  const paths = ['/usr/bin/chromium', '/usr/bin/chromium-browser', '/usr/bin/google-chrome'];
  const executablePath = paths.find((path) => existsSync(path));
  if (executablePath === undefined) {
    throw new Error(
      `the browser tests need Chromium at one of ${paths.join(', ')}; install the package chromium`,
    );
  }
  return chromium.launch({ executablePath, args: ['--no-sandbox', '--disable-dev-shm-usage'] });
}

async function openTab(
  browser: Browser,
  url: string,
  cookies: Cookie[],
  path: string,
  view: View = {},
): Promise<Tab> {
  const { language = 'en', scheme = 'light', width = 1_440, signedIn = true, before } = view;
  const context = await browser.newContext({
    baseURL: url,
    viewport: { width, height: width < 700 ? 844 : 900 },
    locale: language,
    colorScheme: scheme,
    timezoneId: timeZone,
  });
  context.setDefaultTimeout(patienceMs);
  if (signedIn) {
    await context.addCookies(cookies);
    await context.addInitScript(() => localStorage.setItem('signed-in', 'yes'));
  }
  if (before !== undefined) await context.addInitScript(before);
  const page = await context.newPage();
  const problems: string[] = [];
  page.on('console', (message) => {
    if (message.type() === 'error' || message.type() === 'warning') problems.push(message.text());
  });
  page.on('pageerror', (error) => problems.push(error.message));
  page.on('request', (request) => {
    if (!request.url().startsWith(url) && !/^(data|blob):/.test(request.url())) problems.push(request.url());
  });
  await page.goto(path);
  return { page, context, problems };
}
