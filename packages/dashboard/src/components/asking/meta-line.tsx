import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';

/** What an answer cost and how fresh it is. */
export function MetaLine({
  meta,
}: {
  meta: { elapsedMs: number; rowsRead: number; freshAsOf: string } | undefined;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  if (meta === undefined) return null;
  const at = Date.parse(meta.freshAsOf);
  return (
    <span title={format.dateTime(at)}>
      {t('asking.meta', {
        time: format.clock(at),
        zone: format.zoneName(at),
        rows: format.count(meta.rowsRead),
        took: format.duration(meta.elapsedMs),
      })}
    </span>
  );
}
