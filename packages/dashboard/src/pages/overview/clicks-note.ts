import type { TFunction } from 'i18next';
import type { LiveSnapshot } from '../../api/live-snapshot.ts';
import type { Format } from '../../format/format.ts';

/** How many clicks there were of how much that was shown, as far as it was logged. */
export function clicksNote(
  t: TFunction,
  format: Format,
  { clicks, impressions }: Pick<LiveSnapshot, 'clicks' | 'impressions'>,
): string {
  const written = { clicks: format.count(clicks), impressions: format.count(impressions) };
  if (clicks <= impressions) return t('overview.clicksOf', written);
  return impressions === 0
    ? t('overview.clicksUnseen', { count: clicks, exact: written.clicks })
    : t('overview.clicksBeyond', written);
}
