import { useTranslation } from 'react-i18next';
import type { usePower } from '../../../api/experiments.ts';
import { FigureRow, FigureTile } from '../../../components/figure-tile.tsx';
import { useFormat } from '../../../format/use-format.ts';

type PowerAnswer = NonNullable<ReturnType<typeof usePower>['data']>;

/** What the design needs or can see, and what that rests on. */
export function PowerFigures({
  answer,
  asks,
  variants,
}: {
  answer: PowerAnswer | undefined;
  asks: 'days' | 'effect';
  variants: number;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const { baseline, traffic } = answer ?? {};
  const level =
    baseline?.proportion === null ? format.count(baseline.mean) : format.percent(baseline?.proportion);
  return (
    <FigureRow>
      {asks === 'days' ? (
        <FigureTile
          name={t('length.needs')}
          help={t('experimentTerm.power')}
          value={
            answer &&
            (answer.days === null ? t('length.never') : t('definition.days', { count: answer.days }))
          }
          note={
            answer?.days === null
              ? t('length.neverNote')
              : t('length.typically', { days: format.count(answer?.expectedDays) })
          }
        />
      ) : (
        <FigureTile
          name={t('length.detects')}
          help={t('experimentTerm.power')}
          value={answer && (answer.effect === null ? t('length.nothing') : format.percent(answer.effect))}
          note={t('length.detectsNote')}
        />
      )}
      <FigureTile
        name={t('length.customers')}
        value={answer && format.count(answer.total)}
        exact={format.exact(answer?.total)}
        note={t('experiment.inVariants', { count: variants })}
      />
      <FigureTile
        name={t('length.baseline')}
        help={t('experimentTerm.baseline')}
        value={answer && level}
        note={
          baseline?.source === 'history'
            ? t('length.ofCustomers', { customers: format.count(baseline.customers) })
            : t('length.given')
        }
      />
      <FigureTile
        name={t('length.perDay')}
        value={answer && format.count(traffic?.newCustomersPerDay)}
        note={t(traffic?.source === 'given' ? 'length.given' : 'length.lastWeeks')}
      />
      <FigureTile
        name={t('experiment.varianceRemoved')}
        help={t('experimentTerm.cuped')}
        value={answer && format.percent(answer.varianceReduction)}
        note={t('length.byHistory')}
      />
    </FigureRow>
  );
}
