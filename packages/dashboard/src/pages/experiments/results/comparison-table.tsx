import { useTranslation } from 'react-i18next';
import type { MetricComparison, MetricResult, VariantFigure } from '../../../api/experiment-results.ts';
import type { Experiment } from '../../../api/experiments.ts';
import { DataTable } from '../../../components/data-table.tsx';
import { Hint } from '../../../components/hint.tsx';
import { Tag } from '../../../components/tag.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { type Method, metricFormat, shownEffect, writeChance, writeLoss, writePValue } from '../effect.ts';
import { AdjustmentCell } from './adjustment-cell.tsx';
import css from './comparison-table.module.css';

/** One metric, or one metric within a group of customers. */
export interface ComparisonBlock extends Pick<MetricResult, 'key' | 'role' | 'direction'> {
  name: string;
  variants: Record<string, VariantFigure>;
  comparisons: MetricComparison[];
}

interface Row {
  block: ComparisonBlock;
  variant: string;
  first: boolean;
  figure: VariantFigure | undefined;
  found: MetricComparison | undefined;
}

/** The control's figures, and each treatment's with its difference. */
export function ComparisonTable({
  caption,
  heading,
  experiment,
  control,
  method,
  blocks,
}: {
  caption: string;
  /** Of the first column; default "Metric". */
  heading?: string;
  experiment: Experiment;
  control: string;
  method: Method;
  blocks: readonly ComparisonBlock[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const rows = blocks.flatMap((block): Row[] => {
    const treatments = Object.keys(block.variants).filter((variant) => variant !== control);
    return [control, ...treatments].map((variant, i) => ({
      block,
      variant,
      first: i === 0,
      figure: block.variants[variant],
      found: block.comparisons.find((one) => one.variant === variant),
    }));
  });
  const writeOf = ({ key }: ComparisonBlock) =>
    metricFormat(
      experiment.metrics.find((metric) => metric.key === key),
      format,
      t,
    );
  const shownOf = ({ block, found }: Row) => found && shownEffect(block, found, method);
  return (
    <DataTable<Row>
      caption={caption}
      rows={rows}
      rowKey={({ block, variant }) => `${block.name} ${variant}`}
      file={{ notes: [experiment.key] }}
      empty={null}
      columns={[
        {
          key: 'metric',
          name: heading ?? t('experiment.metric'),
          file: { value: ({ block }) => block.name },
          cell: ({ block, first, found }) =>
            first ? (
              <span className={css.metric}>
                {block.name}
                {block.role !== 'secondary' && <Tag>{t(`metricRoleOne.${block.role}`)}</Tag>}
              </span>
            ) : (
              <Guardrail found={found} />
            ),
        },
        {
          key: 'variant',
          name: t('experiment.variant'),
          cell: ({ variant }) =>
            variant === control ? (
              <span className={css.metric}>
                {variant}
                {variant !== 'control' && <Tag>{t('definition.control')}</Tag>}
              </span>
            ) : (
              variant
            ),
        },
        {
          key: 'n',
          name: t('experiment.customers'),
          file: { type: 'number', value: ({ figure }) => figure?.n },
          numeric: true,
          cell: ({ figure }) => format.exact(figure?.n),
        },
        {
          key: 'mean',
          name: t('experiment.value'),
          numeric: true,
          cell: ({ block, figure }) =>
            figure?.problem ? (
              <Hint text={figure.problem.text}>–</Hint>
            ) : (
              writeOf(block).mean(figure?.mean ?? null)
            ),
        },
        {
          key: 'effect',
          name: t('experiment.effect'),
          numeric: true,
          cell: (row) => {
            const shown = shownOf(row);
            if (shown) {
              return (
                <strong className={css.effect} data-tone={shown.verdict}>
                  {writeOf(row.block).effect(shown.interval.value, shown.scale)}
                </strong>
              );
            }
            const problem = row.found?.problem;
            return problem ? <Hint text={problem.text}>–</Hint> : '';
          },
        },
        {
          key: 'interval',
          name: t(method === 'bayesian' ? 'experiment.credible' : 'experiment.confidence'),
          numeric: true,
          cell: (row) => {
            const shown = shownOf(row);
            return shown ? writeOf(row.block).interval(shown.interval, shown.scale) : '';
          },
        },
        {
          key: 'p',
          name: t('experiment.adjustedP'),
          help: t('experimentTerm.adjustedP'),
          numeric: true,
          cell: ({ found }) => (found ? writePValue(found.adjustedPValue, format) : ''),
        },
        {
          key: 'chance',
          name: t('experiment.chanceToWin'),
          help: t('experimentTerm.chanceToWin'),
          numeric: true,
          cell: ({ found }) => {
            const chance = found?.bayesian?.absolute.chanceToWin;
            return chance === undefined ? '' : writeChance(chance, format);
          },
        },
        {
          key: 'loss',
          name: t('experiment.expectedLoss'),
          help: t('experimentTerm.expectedLoss'),
          numeric: true,
          cell: ({ block, found }) => {
            const { relative, absolute } = found?.bayesian ?? {};
            if (relative && found?.comparison?.relative) return writeLoss(relative.expectedLoss, format);
            return absolute ? writeOf(block).mean(absolute.expectedLoss) : '';
          },
        },
        {
          key: 'adjustment',
          name: t('experiment.varianceRemoved'),
          help: t('experimentTerm.cuped'),
          numeric: true,
          cell: ({ found }) => found && <AdjustmentCell found={found} />,
        },
      ]}
    />
  );
}

function Guardrail({ found }: { found: MetricComparison | undefined }) {
  const { t } = useTranslation();
  const status = found?.guardrail?.status;
  if (status === undefined) return null;
  const tone = { passed: 'good', failed: 'bad', undecided: 'neutral' } as const;
  return <Tag tone={tone[status]}>{t(`guardrailStatus.${status}`)}</Tag>;
}
