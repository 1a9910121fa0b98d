import { useTranslation } from 'react-i18next';
import type { ExperimentResults } from '../../../api/experiment-results.ts';
import type { Experiment } from '../../../api/experiments.ts';
import { ChartShell } from '../../../charts/chart-shell.tsx';
import { ForestPlot, type ForestRow } from '../../../charts/forest-plot.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { type Method, metricFormat, shownEffect } from '../effect.ts';

const roles = ['goal', 'guardrail', 'secondary'] as const;

/** Every metric of every treatment against the control, on one scale. */
export function EffectsCard({
  experiment,
  results,
  method,
}: {
  experiment: Experiment;
  results: ExperimentResults;
  method: Method;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const metrics = roles.flatMap((role) => results.metrics.filter((metric) => metric.role === role));
  const rows = metrics.flatMap((metric) => {
    const definition = experiment.metrics.find(({ key }) => key === metric.key);
    const write = metricFormat(definition, format, t);
    return metric.comparisons.map((found): ForestRow => {
      const shown = shownEffect(metric, found, method);
      const margin = definition?.margin ?? { value: 0.02, scale: 'relative' };
      return {
        key: `${metric.key} ${found.variant}`,
        group: t(`metricRole.${metric.role}`),
        label: metric.key,
        detail: found.variant,
        estimate: shown?.scale === 'relative' ? shown.interval : null,
        text:
          shown === null
            ? (found.problem?.text ?? '–')
            : `${write.effect(shown.interval.value, shown.scale)} (${write.interval(shown.interval, shown.scale)})`,
        tone: shown?.verdict ?? 'open',
        ...(metric.role === 'guardrail' && margin.scale === 'relative'
          ? { limit: metric.direction === 'increase' ? -margin.value : margin.value }
          : {}),
      };
    });
  });
  return (
    <ChartShell
      title={t('experiment.effects')}
      unit={t('experiment.effectsUnit', { control: results.control })}
      height={200}
      empty={t('experiment.nobody')}
      table={{
        columns: [
          { key: 'metric', name: t('experiment.metric') },
          { key: 'variant', name: t('experiment.variant') },
          { key: 'effect', name: t('experiment.effect') },
        ],
        rows: rows.map(({ label, detail = '', text }) => [label, detail, text]),
      }}
      footer={t('experiment.effectsNote')}
    >
      <ForestPlot rows={rows} formatTick={format.change} />
    </ChartShell>
  );
}
