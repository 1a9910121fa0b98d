import { describe, test } from 'vitest';
import { checkViews, languages } from './check-views.ts';
import { type Harness, inTab } from './harness.ts';

export interface PageCase {
  name: string;
  path: string;
  /** A selector that is there once the page shows its content. */
  ready: string;
  signedIn?: boolean;
  /** The status of requests of the page that the server is to refuse. */
  refused?: number;
}

/** Opens a page and checks it in every view of one language. */
export function lookAt(
  harness: Harness,
  { name, path, ready, signedIn, refused }: PageCase,
  language: (typeof languages)[number],
): Promise<void> {
  return inTab(harness.open(path, { language, signedIn }), (tab) =>
    checkViews(tab, name, language, async () => {
      await tab.page.waitForSelector(ready);
      // Tabs that are not open keep their skeletons, unseen.
      await tab.page.waitForFunction(() =>
        [...document.querySelectorAll('[aria-busy=true], .mantine-Skeleton-root')].every(
          (element) => !element.checkVisibility(),
        ),
      );
      if (refused === undefined) return;
      // The browser itself writes each refused request into its console.
      const others = tab.problems.filter((problem) => !problem.includes(`status of ${refused}`));
      tab.problems.splice(0, tab.problems.length, ...others);
    }),
  );
}

/** A test for each page and language: see {@link lookAt}. */
export function describePages(harness: () => Harness, pages: readonly PageCase[]): void {
  describe.each(pages)('$name', (page) => {
    test.each(languages)('%s', (language) => lookAt(harness(), page, language));
  });
}
