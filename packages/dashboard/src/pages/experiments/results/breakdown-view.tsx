import { useTranslation } from 'react-i18next';
import type { Breakdown, BreakdownCell, ExperimentResults } from '../../../api/experiment-results.ts';
import type { Experiment } from '../../../api/experiments.ts';
import { useSegments } from '../../../api/segments.ts';
import { ForestPlot, type ForestRow } from '../../../charts/forest-plot.tsx';
import { Card } from '../../../components/card.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { type Method, metricFormat, shownEffect, writePValue } from '../effect.ts';
import { Term } from '../term.tsx';
import css from './breakdown-view.module.css';
import { ComparisonTable } from './comparison-table.tsx';

/** Each goal's effect in every cell, whether it is the same in all of them, and the figures. */
export function BreakdownView({
  experiment,
  results,
  breakdown,
  method,
}: {
  experiment: Experiment;
  results: ExperimentResults;
  breakdown: Breakdown;
  method: Method;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { titleOf } = useSegments();
  const nameOf = (cell: BreakdownCell) =>
    cell.levels
      .map((level, i) => {
        const dimension = breakdown.by[i];
        if (level === '') return t('experiment.unknownLevel');
        if (dimension === 'segment') return titleOf(level);
        if (!dimension.startsWith('segment.')) return level;
        const segment = titleOf(dimension.slice('segment.'.length));
        return t(level === 'in' ? 'experiment.inSegment' : 'experiment.notInSegment', { segment });
      })
      .join(' × ');
  return breakdown.metrics.map(({ metric: key, cells, tests }) => {
    const metric = results.metrics.find((one) => one.key === key);
    if (metric === undefined) return null;
    const write = metricFormat(
      experiment.metrics.find((one) => one.key === key),
      format,
      t,
    );
    const shownCells = cells.filter(({ isWithheld }) => !isWithheld);
    const rows = shownCells.flatMap((cell) =>
      cell.comparisons.map((found): ForestRow => {
        const shown = shownEffect(metric, found, method);
        return {
          key: `${cell.levels.join()} ${found.variant}`,
          group: found.variant,
          label: nameOf(cell),
          estimate: shown?.scale === 'relative' ? shown.interval : null,
          text: shown
            ? `${write.effect(shown.interval.value, shown.scale)} (${write.interval(shown.interval, shown.scale)})`
            : (found.problem?.text ?? '–'),
          tone: shown?.verdict ?? 'open',
        };
      }),
    );
    return (
      <Card
        key={key}
        title={t('experiment.byCell', { metric: key })}
        unit={t('experiment.effectsUnit', { control: results.control })}
        footer={
          <>
            {breakdown.withheldCells > 0 &&
              `${t('experiment.withheld', {
                cells: format.exact(breakdown.withheldCells),
                minimum: format.exact(breakdown.minimumCustomers),
              })} `}
            {breakdown.isOverlapping && `${t('experiment.overlapping')} `}
            {t('experiment.cellsNote')}
          </>
        }
      >
        <dl className={css.tests}>
          {tests.flatMap(({ variant, heterogeneity, interaction }) => [
            <TestAnswer
              key={`${variant} same`}
              variant={variant}
              question="heterogeneity"
              test={heterogeneity}
            />,
            interaction && (
              <TestAnswer
                key={`${variant} crossed`}
                variant={variant}
                question="interaction"
                test={interaction}
              />
            ),
          ])}
        </dl>
        <ForestPlot rows={rows} formatTick={format.change} />
        <div className={css.table}>
          <ComparisonTable
            caption={t('experiment.byCell', { metric: key })}
            heading={t('experiment.group')}
            experiment={experiment}
            control={results.control}
            method={method}
            blocks={shownCells.map((cell) => ({
              ...{ key, role: 'secondary', direction: metric.direction, name: nameOf(cell) },
              variants: cell.variants ?? {},
              comparisons: cell.comparisons,
            }))}
          />
        </div>
      </Card>
    );
  });
}

function TestAnswer({
  variant,
  question,
  test: { value, problem },
}: {
  variant: string;
  question: 'heterogeneity' | 'interaction';
  test: Breakdown['metrics'][number]['tests'][number]['heterogeneity'];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const kind = value !== null && value.pValue <= 0.05 ? 'differs' : 'alike';
  return (
    <div>
      <dt>
        <Term name={question}>{t(`experiment.${question}`)}</Term> {variant}
      </dt>
      <dd>
        {value === null
          ? problem?.text
          : question === 'heterogeneity'
            ? t(`heterogeneityAnswer.${kind}`, { p: writePValue(value.pValue, format) })
            : t(`interactionAnswer.${kind}`, { p: writePValue(value.pValue, format) })}
      </dd>
    </div>
  );
}
