/**
 * The share of what was shown that was clicked. Null where nothing was logged as shown, or less than was clicked:
 * the impressions of some clicks are missing then, and no share can be told.
 */
export function clickShare({ clicks, impressions }: { clicks: number; impressions: number }): number | null {
  return impressions === 0 || clicks > impressions ? null : clicks / impressions;
}
