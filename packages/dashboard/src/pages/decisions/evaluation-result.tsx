import { useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { Estimate, Evaluation } from '../../api/decisions.ts';
import { BarChart } from '../../charts/bar-chart.tsx';
import { ChartShell } from '../../charts/chart-shell.tsx';
import { ForestPlot } from '../../charts/forest-plot.tsx';
import { Card } from '../../components/card.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { FigureRow, FigureTile } from '../../components/figure-tile.tsx';
import type { Format } from '../../format/format.ts';
import { useFormat } from '../../format/use-format.ts';
import css from './decisions.module.css';
import { EvaluationWarnings } from './evaluation-warnings.tsx';

const chartHeight = 220;

/** What a policy would have earned, beside what the log earned, and how far to trust it. */
export function EvaluationResult({ evaluation }: { evaluation: Evaluation }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { logged, refusal, headline, estimates, level, diagnostics, policy, model } = evaluation;
  const first = estimates.find(({ estimator }) => estimator === headline);
  const range = ({ low, high }: { low: number; high: number }) =>
    t('decisions.range', { low: format.count(low), high: format.count(high) });
  return (
    <>
      <Card
        title={t('decisions.resultTitle', { policy, model })}
        unit={t('decisions.resultUnit', {
          reward: t(`decisionReward.${evaluation.reward}`),
          placement: evaluation.placement,
          level: format.percent(level),
        })}
      >
        <div className={css.stack}>
          {refusal ? (
            <EmptyState title={t('decisions.refusedTitle')}>
              <p>{t(`decisionRefusal.${refusal.code}`, { defaultValue: refusal.message })}</p>
              {refusal.figure !== null && refusal.limit !== null && (
                <p className={css.muted}>
                  {t('decisions.figure', {
                    figure: writeFigure(format, refusal.code, refusal.figure),
                    limit: writeFigure(format, refusal.code, refusal.limit),
                  })}
                </p>
              )}
            </EmptyState>
          ) : (
            <p className={css.lead}>
              <Verdict evaluation={evaluation} first={first} />
            </p>
          )}
          <FigureRow>
            {first && (
              <FigureTile
                name={t('decisions.wouldEarn')}
                help={t(`decisionEstimator.${first.estimator}`)}
                value={format.count(first.value)}
                note={range(first.bootstrap)}
                exact={format.exact(first.value)}
              />
            )}
            {logged && (
              <FigureTile
                name={t('decisions.logEarned')}
                value={format.count(logged.value)}
                note={range(logged)}
                exact={format.exact(logged.value)}
              />
            )}
            <FigureTile
              name={t('decisions.judgedOn')}
              value={format.count(evaluation.decisions)}
              note={t('decisions.ofFound', { found: format.count(evaluation.found) })}
            />
            {diagnostics && (
              <FigureTile
                name={t('decisions.effective')}
                help={t('decisionHelp.effective')}
                value={format.percent(diagnostics.effectiveShare)}
                note={t('decisions.effectiveRows', {
                  effective: format.count(diagnostics.effectiveRows),
                  rows: format.count(diagnostics.rows),
                })}
              />
            )}
            {diagnostics && (
              <FigureTile
                name={t('decisions.meanWeight')}
                help={t('decisionHelp.meanWeight')}
                value={format.fixed(diagnostics.meanWeight, 3)}
                note={t('decisions.largestWeight', { weight: format.count(diagnostics.largestWeight) })}
              />
            )}
          </FigureRow>
          <EvaluationWarnings evaluation={evaluation} />
        </div>
      </Card>
      {estimates.length > 0 && (
        <div className={css.result}>
          <Card
            title={t('decisions.lifts')}
            unit={t('decisions.liftsUnit')}
            footer={t('decisions.liftsFooter')}
          >
            <ForestPlot
              formatTick={(value) => format.change(value)}
              rows={estimates.map((one) => ({
                ...{ key: one.estimator, group: t(`decisionGroup.${groupOf(one)}`), label: one.estimator },
                estimate: one.lift && {
                  value: one.lift.value,
                  lower: one.lift.low,
                  upper: one.lift.high,
                },
                text: `${one.lift ? `${format.change(one.lift.value)} · ` : ''}${format.count(one.value)} (${range(one.bootstrap)})`,
                tone: toneOf(one),
              }))}
            />
          </Card>
          {diagnostics && <Weights weights={diagnostics.weights} />}
        </div>
      )}
    </>
  );
}

function Verdict({ evaluation, first }: { evaluation: Evaluation; first: Estimate | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { verdict, logged } = evaluation;
  if (verdict === null || first?.lift == null || logged === null) return <>{t('decisions.noVerdict')}</>;
  const { value, low, high } = first.lift;
  const tone = verdict === 'better' ? 'good' : verdict === 'worse' ? 'bad' : 'open';
  return (
    <>
      <strong data-tone={tone}>{t(`decisionVerdictLong.${verdict}`)}</strong>{' '}
      {t('decisions.liftWords', {
        lift: format.change(value),
        low: format.change(low),
        high: format.change(high),
        estimator: first.estimator,
      })}
    </>
  );
}

function Weights({ weights }: { weights: NonNullable<Evaluation['diagnostics']>['weights'] }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { categories, series } = useMemo(
    () => ({
      categories: ['0', ...weights.counts.map((_, i) => format.count(weights.edges[i]))],
      series: [{ key: 'rows', name: t('decisions.rows'), values: [weights.zero, ...weights.counts] }],
    }),
    [weights, format, t],
  );
  return (
    <ChartShell
      title={t('decisions.weights')}
      unit={t('decisions.weightsUnit')}
      height={chartHeight}
      empty={t('decisions.noWeights')}
      footer={t('decisions.weightsFooter')}
      table={{
        columns: [
          { key: 'weight', name: t('decisions.weightFrom') },
          { key: 'rows', name: t('decisions.rows'), format: (value) => format.count(value) },
        ],
        rows: categories.map((category, i) => [category, series[0].values[i]]),
      }}
    >
      <BarChart
        label={t('decisions.weights')}
        layout="columns"
        height={chartHeight}
        categories={categories}
        series={series}
        format={format.count}
        categoryName={t('decisions.weightFrom')}
      />
    </ChartShell>
  );
}

/** The figure that missed its limit: a share or a count. */
function writeFigure(format: Format, code: string, figure: number): string {
  return code === 'no-support' ? format.percent(figure) : format.count(figure);
}

function toneOf({ lift }: Estimate): 'good' | 'bad' | 'open' {
  if (lift === null) return 'open';
  return lift.low > 0 ? 'good' : lift.high < 0 ? 'bad' : 'open';
}

/** By what an estimator relies on. */
function groupOf({ estimator }: Estimate): 'weights' | 'model' | 'slate' {
  if (['ips', 'clipped-ips', 'snips'].includes(estimator)) return 'weights';
  return ['iips', 'cascade-ips', 'cascade-dr', 'sips'].includes(estimator) ? 'slate' : 'model';
}
