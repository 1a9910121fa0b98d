import type { Locator, Page } from 'playwright-core';
import { expect } from 'vitest';

/** What a page waits for, its server's analysis most of all, shares two cores with the other tests. */
export const patienceMs = 60_000;
const within = { timeout: patienceMs, interval: 50 };

/** Asserts about what is read again until it holds: what an action does comes after it, on a page and on a server. */
export const soon = <T>(read: () => T | Promise<T>) => expect.poll(read, within);

/** Asserts about what a page shows, as {@link soon}: each read waits for its element and is made anew. */
export const shown = {
  text: (one: Locator) => soon(() => one.textContent()),
  texts: (all: Locator) => soon(() => all.allTextContents()),
  value: (field: Locator) => soon(() => field.inputValue()),
  attribute: (one: Locator, name: string) => soon(() => one.getAttribute(name)),
  disabled: (one: Locator) => soon(() => one.isDisabled()),
  count: (all: Locator) => soon(() => all.count()),
  /** A parameter of the page's address; null without it. */
  parameter: (page: Page, name: string) => soon(() => new URL(page.url()).searchParams.get(name)),
};
