import { type BrowserLocationHook, useBrowserLocation, useSearch } from 'wouter/use-browser-location';

/**
 * The router unescapes an address as a whole before a page unescapes its own part of it, which reads the id "a%2Fb" as
 * "a/b" and fails at "50%". Percent signs, also bare ones, are therefore escaped once more for it.
 */
function escaped(address: string): string {
  return address.replace(/%25|%(?![\da-f]{2})/gi, '%2525');
}

/** The router's view of the browser's path. */
export const useEscapedPath: BrowserLocationHook = (options) => {
  const [path, navigate] = useBrowserLocation(options);
  return [escaped(path), navigate];
};

/** The router's view of what follows the path. */
export const useEscapedSearch: typeof useSearch = (options) => escaped(useSearch(options));
