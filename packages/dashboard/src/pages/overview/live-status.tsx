import { useTranslation } from 'react-i18next';
import type { LiveView } from '../../api/live-store.ts';
import { Hint } from '../../components/hint.tsx';
import { Tag, type Tone } from '../../components/tag.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './live-status.module.css';

type Status = 'live' | 'connecting' | 'stale' | 'paused' | 'ended';

const tones: Record<Status, Tone> = {
  live: 'good',
  connecting: 'neutral',
  stale: 'warn',
  paused: 'accent',
  ended: 'bad',
};

/** Whether what the page shows is true now, as of when, in which zone, and whether it is simulated. */
export function LiveStatus({ live }: { live: LiveView & { paused: boolean } }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { snapshot } = live;
  const status: Status = live.paused
    ? 'paused'
    : live.state === 'open'
      ? 'live'
      : live.state === 'closed'
        ? 'ended'
        : live.state;
  return (
    <div className={css.status}>
      {snapshot && snapshot.simulatedEvents > 0 && (
        <Hint text={t('glossary.simulated')}>
          <Tag tone="warn">{t('live.simulated')}</Tag>
        </Hint>
      )}
      <span role="status">
        <Tag tone={tones[status]} dot>
          {t(`live.${status}`)}
        </Tag>
      </span>
      {snapshot && (
        <span className={`${css.asOf} numeric`} title={format.dateTime(snapshot.at)}>
          {t('live.asOf', { time: format.clock(snapshot.at), zone: format.zoneName(snapshot.at) })}
        </span>
      )}
    </div>
  );
}
