import { useTranslation } from 'react-i18next';
import type { ExperimentResults } from '../../../api/experiment-results.ts';
import type { Experiment } from '../../../api/experiments.ts';
import { FigureRow, FigureTile } from '../../../components/figure-tile.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { type Method, metricFormat, shownEffect, writeChance, writePValue } from '../effect.ts';

/** How far the experiment is and what its first goal shows, in at most five figures. */
export function ExperimentFigures({
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
  const total = results.exposures.reduce((sum, { customers }) => sum + customers, 0);
  const { plannedDays, plannedSample } = experiment.plan ?? {};
  const goal = results.metrics.find(({ role }) => role === 'goal');
  const best = goal?.comparisons
    .map((found) => ({ found, shown: shownEffect(goal, found, method) }))
    .sort((a, b) => {
      const better = (one: typeof a) =>
        (one.shown?.interval.value ?? 0) * (goal.direction === 'increase' ? 1 : -1);
      return better(b) - better(a);
    })[0];
  const write = metricFormat(
    experiment.metrics.find(({ key }) => key === goal?.key),
    format,
    t,
  );
  const chance = best?.found.bayesian?.absolute.chanceToWin;
  return (
    <FigureRow>
      <FigureTile
        name={t('experiment.daysRun')}
        value={format.count(results.daysRun)}
        note={
          plannedDays ? t('experiment.ofDays', { days: format.count(plannedDays) }) : t('experiment.noPlan')
        }
      />
      <FigureTile
        name={t('experiment.exposed')}
        help={t('experimentTerm.exposure')}
        value={format.count(total)}
        exact={format.exact(total)}
        note={
          plannedSample
            ? t('experiment.ofSample', { sample: format.count(plannedSample) })
            : t('experiment.inVariants', { count: results.exposures.length })
        }
      />
      {goal && best && (
        <>
          <FigureTile
            name={t('experiment.effectOn', { metric: goal.key })}
            help={t('experimentTerm.effect')}
            value={best.shown ? write.effect(best.shown.interval.value, best.shown.scale) : '–'}
            note={
              best.shown
                ? `${best.found.variant}, ${write.interval(best.shown.interval, best.shown.scale)}`
                : best.found.problem?.text
            }
          />
          <FigureTile
            name={t('experiment.adjustedP')}
            help={t('experimentTerm.adjustedP')}
            value={writePValue(best.found.adjustedPValue, format)}
            note={t(best.found.significant ? 'experiment.significant' : 'experiment.notSignificant')}
          />
          <FigureTile
            name={t('experiment.chanceToWin')}
            help={t('experimentTerm.chanceToWin')}
            value={chance === undefined ? '–' : writeChance(chance, format)}
            note={best.found.variant}
          />
        </>
      )}
    </FigureRow>
  );
}
