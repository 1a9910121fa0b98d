import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Experiment, useResultsOf } from '../../../api/experiments.ts';
import { IntervalMark } from '../../../charts/interval-mark.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { metricFormat } from '../effect.ts';
import css from './experiment-list.module.css';
import type { LeadingEffect } from './leading-effect.ts';

/** The primary metric's effect in words and as an interval on the scale that all rows share. */
export function EffectCell({
  experiment,
  leading,
  answer,
  scale: [from, to],
}: {
  experiment: Experiment;
  leading: LeadingEffect | undefined;
  answer: ReturnType<typeof useResultsOf> extends Map<string, infer Answer> ? Answer | undefined : never;
  scale: [from: number, to: number];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  if (experiment.state === 'draft') return <span className={css.muted}>–</span>;
  if (answer?.error) return <span className={css.muted}>{t('experiments.noResults')}</span>;
  if (leading === undefined) return <Skeleton height={42} />;
  const { metric, variant, shown, problem } = leading;
  if (shown === null) return <span className={css.muted}>{problem ?? t('experiments.tooEarly')}</span>;
  const write = metricFormat(
    experiment.metrics.find(({ key }) => key === metric),
    format,
    t,
  );
  return (
    <span className={css.effect}>
      <span>
        {metric} <span className={css.muted}>{variant}</span>
      </span>
      <strong data-tone={shown.verdict}>{write.effect(shown.interval.value, shown.scale)}</strong>
      {shown.scale === 'relative' ? (
        <IntervalMark {...shown.interval} from={from} to={to} tone={shown.verdict} />
      ) : (
        <span />
      )}
      <span className={css.muted}>{write.interval(shown.interval, shown.scale)}</span>
    </span>
  );
}
