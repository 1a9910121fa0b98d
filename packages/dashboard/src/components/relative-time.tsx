import { useFormat } from '../format/use-format.ts';
import { useNow } from '../format/use-now.ts';

/** "3 minutes ago", with the full time and zone on hover. */
export function RelativeTime({ at }: { at: number | string | null | undefined }) {
  const format = useFormat();
  const now = useNow(5_000);
  if (at === null || at === undefined) return <>–</>;
  const time = new Date(at).getTime();
  return (
    <time dateTime={new Date(time).toISOString()} title={format.dateTime(time)}>
      {format.relative(time, Math.max(now, time))}
    </time>
  );
}
