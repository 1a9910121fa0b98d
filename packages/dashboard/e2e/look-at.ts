import { checkViews, type languages } from './check-views.ts';
import type { Harness } from './harness.ts';

export interface PageCase {
  name: string;
  path: string;
  /** A selector that is there once the page shows its content. */
  ready: string;
  signedIn?: boolean;
}

/** Opens a page and checks it in every view of one language. */
export async function lookAt(
  harness: Harness,
  { name, path, ready, signedIn }: PageCase,
  language: (typeof languages)[number],
): Promise<void> {
  const tab = await harness.open(path, { language, signedIn });
  try {
    await checkViews(tab, name, language, async () => {
      await tab.page.waitForSelector(ready);
      // Tabs that are not open keep their skeletons, unseen.
      await tab.page.waitForFunction(() =>
        [...document.querySelectorAll('[aria-busy=true]')].every((element) => !element.checkVisibility()),
      );
    });
  } finally {
    await tab.context.close();
  }
}
