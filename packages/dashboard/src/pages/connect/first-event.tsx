import { Button } from '@mantine/core';
import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { LiveView } from '../../api/live-store.ts';
import { useFormat } from '../../format/use-format.ts';
import css from './first-event.module.css';

const moveOnMs = 2_500;

/** Waits for the first event, says that it arrived, and moves on to the overview. */
export function FirstEvent({ live, onContinue }: { live: LiveView; onContinue: () => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const total = live.snapshot?.totalEvents;
  const waited = useRef(false);
  if (total === 0) waited.current = true;
  const arrived = waited.current && total !== undefined && total > 0;
  const move = useRef(onContinue);
  move.current = onContinue;

  useEffect(() => {
    if (!arrived) return;
    const timer = setTimeout(() => move.current(), moveOnMs);
    return () => clearTimeout(timer);
  }, [arrived]);

  const state =
    total === undefined ? 'connecting' : total === 0 ? 'waiting' : arrived ? 'arrived' : 'receiving';
  return (
    <div className={css.banner} data-state={state} role="status">
      <span className={css.dot} aria-hidden="true" />
      <div className={css.words}>
        <p className={css.title}>{t(`connect.${state}`)}</p>
        {state !== 'connecting' && (
          <p className={css.text}>
            {state === 'waiting'
              ? t('connect.waitingText')
              : t('connect.receivedText', { count: total ?? 0, exact: format.count(total) })}
          </p>
        )}
      </div>
      {(state === 'arrived' || state === 'receiving') && (
        <Button size="xs" variant={state === 'arrived' ? 'filled' : 'default'} onClick={onContinue}>
          {t('connect.toOverview')}
        </Button>
      )}
    </div>
  );
}
