/** The page of a segment. */
export function segmentPath(name: string): string {
  return `/segments/by-name/${encodeURIComponent(name)}`;
}
