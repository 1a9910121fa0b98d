import { useTranslation } from 'react-i18next';
import type { WatchReport } from '../../../api/models.ts';
import { FigureRow, FigureTile } from '../../../components/figure-tile.tsx';
import { useFormat } from '../../../format/use-format.ts';

/** What the version did, earned and promised in the span. */
export function WatchFigures({ report, limit }: { report: WatchReport | undefined; limit: number }) {
  const { t } = useTranslation();
  const format = useFormat();
  const error = report?.calibration.error ?? null;
  const isShare = report !== undefined && report.followed < report.decisions;
  const help = isShare ? t('modelWatch.followedHelp') : undefined;
  return (
    <FigureRow>
      <FigureTile
        name={t('modelWatch.decisions')}
        value={report && format.count(report.decisions)}
        exact={format.exact(report?.decisions)}
        note={
          isShare
            ? t('modelWatch.followed', { decisions: format.count(report.followed) })
            : t('modelWatch.slots', { slots: format.count(report?.slots) })
        }
        help={help}
      />
      <FigureTile
        name={t('modelWatch.clickedShare')}
        value={report && format.percent(report.clickedShare)}
        help={help}
        note={t('modelWatch.clicks', { clicks: format.count(report?.clicks) })}
      />
      <FigureTile
        name={t('modelWatch.value')}
        value={report && format.count(report.value)}
        exact={format.exact(report?.value)}
        help={help}
        note={t('modelWatch.conversions', { conversions: format.count(report?.conversions) })}
      />
      <FigureTile
        name={t('modelWatch.calibration')}
        help={t('modelTerm.calibrationError')}
        value={report && format.fixed(error, 4)}
        note={
          error === null
            ? ''
            : t('modelWatch.byChance', { value: format.fixed(report?.calibration.noise, 4) })
        }
      />
      <FigureTile
        name={t('modelWatch.drifted')}
        help={t('modelTerm.psi')}
        value={report && format.count(report.features.filter(({ psi }) => psi > limit).length)}
        note={t('modelWatch.driftedOf', {
          features: format.count(report?.features.length),
          limit: format.exact(limit),
        })}
      />
    </FigureRow>
  );
}
