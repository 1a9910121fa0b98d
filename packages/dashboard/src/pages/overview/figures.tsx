import { useTranslation } from 'react-i18next';
import { clickShare } from '../../api/click-share.ts';
import type { LiveSecond, LiveSnapshot } from '../../api/live-snapshot.ts';
import { FigureRow, FigureTile } from '../../components/figure-tile.tsx';
import { useFormat } from '../../format/use-format.ts';
import { bucketed } from './buckets.ts';
import { clicksNote } from './clicks-note.ts';

/** The five figures beside the main chart's own. */
export function Figures({
  snapshot,
  seconds,
}: {
  snapshot: LiveSnapshot | undefined;
  seconds: readonly LiveSecond[];
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const over = snapshot ? t('overview.over', { span: format.span(snapshot.windowSeconds) }) : undefined;
  const recommendations = bucketed(seconds, ({ recommendations: n }) => n);
  return (
    <FigureRow>
      <FigureTile
        name={t('overview.activeCustomers')}
        help={t('glossary.activeCustomers')}
        value={snapshot && format.count(snapshot.activeCustomers)}
        exact={format.exact(snapshot?.activeCustomers)}
        note={over}
      />
      <FigureTile
        name={t('overview.recommendations')}
        help={t('glossary.recommendations')}
        value={snapshot && format.count(snapshot.recommendationsPerSecond)}
        note={t('overview.perSecond')}
        series={recommendations}
      />
      <FigureTile
        name={t('overview.clickThrough')}
        help={t('glossary.clickThrough')}
        value={snapshot && format.percent(clickShare(snapshot))}
        note={snapshot && clicksNote(t, format, snapshot)}
      />
      <FigureTile
        name={t('overview.conversion')}
        help={t('glossary.conversion')}
        value={snapshot && format.percent(snapshot.conversionRate)}
        note={over}
      />
      <FigureTile
        name={t('overview.revenue')}
        help={t('glossary.revenue')}
        value={snapshot && format.money(snapshot.revenue, snapshot.currency)}
        exact={format.exact(snapshot?.revenue)}
        note={
          snapshot &&
          t('overview.purchases', {
            count: snapshot.purchases,
            exact: format.count(snapshot.purchases),
            span: format.span(snapshot.windowSeconds),
          })
        }
      />
    </FigureRow>
  );
}
