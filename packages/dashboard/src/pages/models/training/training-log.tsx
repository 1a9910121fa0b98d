import { useEffect, useRef } from 'react';
import { useTranslation } from 'react-i18next';
import type { JobLine } from '../../../api/jobs.ts';
import { Card } from '../../../components/card.tsx';
import { toldText } from '../../../components/model-words/told-words.ts';
import { useFormat } from '../../../format/use-format.ts';
import css from '../shared/shared.module.css';
import own from './training-progress.module.css';

/** Px from the end within which the log counts as followed. */
const near = 24;
const mostRows = 14;

/** What a job says, line by line; stays at the end unless the reader scrolled up. A field, so that keys scroll it. */
export function TrainingLog({ lines }: { lines: readonly JobLine[] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const field = useRef<HTMLTextAreaElement>(null);
  const following = useRef(true);
  useEffect(() => {
    const element = field.current;
    if (lines.length > 0 && element && following.current) element.scrollTop = element.scrollHeight;
  }, [lines]);
  return (
    <Card title={t('modelTrain.log')} unit={t('modelTrain.logUnit')}>
      {lines.length === 0 ? (
        <p className={css.muted}>{t('modelTrain.noLog')}</p>
      ) : (
        <textarea
          ref={field}
          readOnly
          className={own.log}
          rows={Math.min(mostRows, lines.length + 1)}
          aria-label={t('modelTrain.log')}
          value={lines
            .map(({ at, line, told }) => {
              const text = toldText(t, format, line, told);
              return `${format.clock(new Date(at).getTime())}  ${text}`;
            })
            .join('\n')}
          onScroll={({ currentTarget: { scrollTop, scrollHeight, clientHeight } }) => {
            following.current = scrollHeight - scrollTop - clientHeight < near;
          }}
        />
      )}
    </Card>
  );
}
