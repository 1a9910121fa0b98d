import { useTranslation } from 'react-i18next';
import type { LearntPolicy } from '../../../api/placements.ts';
import { IntervalMark } from '../../../charts/interval-mark.tsx';
import { BarCell } from '../../../components/bar-cell.tsx';
import { type Column, DataTable } from '../../../components/data-table.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { intervalEnds } from '../../../components/interval-ends.ts';
import type { TableFile } from '../../../components/table-export.tsx';
import { useFormat } from '../../../format/use-format.ts';
import css from './learnt.module.css';
import { rewardFormat } from './reward-format.ts';

type Arm = LearntPolicy['arms'][number];

/** The items a policy showed most: how often, what they earned, and how sure that is. */
export function ArmsTable({
  policy: { arms, reward },
  file,
}: {
  policy: LearntPolicy;
  file: TableFile<Arm>;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const write = rewardFormat(format, reward);
  const unit = { style: reward === 'value' ? ('number' as const) : ('percent' as const) };
  const ends = arms.flatMap(({ interval }) => interval ?? []);
  const to = Math.max(0, ...ends) * 1.05 || 1;
  const from = Math.min(0, ...ends) * 1.05;
  const hasPosterior = arms.some(({ mean }) => mean !== null);
  const posterior: Column<Arm>[] = [
    {
      key: 'interval',
      name: t('learnt.interval'),
      help: t('learnt.intervalHelp'),
      file: null,
      width: '220px',
      secondary: true,
      cell: ({ mean, interval }) =>
        mean !== null &&
        interval && (
          <IntervalMark
            value={mean}
            lower={interval[0]}
            upper={interval[1]}
            from={from}
            to={to}
            tone="open"
          />
        ),
    },
    {
      key: 'mean',
      name: t('learnt.mean'),
      file: {
        type: 'number',
        unit,
        value: ({ mean }) => mean,
        beside: intervalEnds(
          t,
          t('learnt.mean'),
          ({ interval }) => interval && { low: interval[0], high: interval[1] },
          unit,
        ),
      },
      numeric: true,
      width: '110px',
      cell: ({ mean, interval }) => (
        <>
          {write(mean)}
          {interval && (
            <span className={css.span}>
              {write(interval[0])} – {write(interval[1])}
            </span>
          )}
        </>
      ),
    },
    {
      key: 'best',
      name: t('learnt.best'),
      help: t('learnt.bestHelp'),
      file: { type: 'number', unit: { style: 'percent' }, value: ({ probabilityBest }) => probabilityBest },
      numeric: true,
      width: '80px',
      secondary: true,
      // Known to a few hundredths only.
      cell: ({ probabilityBest }) =>
        format.percent(probabilityBest === null ? null : Math.round(probabilityBest * 100) / 100),
    },
  ];
  return (
    <DataTable<Arm>
      caption={t('learnt.arms')}
      rows={arms}
      rowKey={({ itemId }) => itemId}
      file={file}
      columns={[
        {
          key: 'item',
          name: t('learnt.item'),
          file: {
            value: ({ title }) => title,
            beside: [{ name: t('catalog.itemId'), value: ({ itemId }) => itemId }],
          },
          cell: ({ itemId, title }) => (
            <span className={css.item}>
              {title ?? itemId}
              <code className={css.id}>{itemId}</code>
            </span>
          ),
        },
        ...(hasPosterior ? posterior : []),
        {
          key: 'pulls',
          name: t('learnt.armPulls'),
          file: { type: 'number', value: ({ pulls }) => pulls },
          numeric: true,
          width: '72px',
          cell: ({ pulls }) => format.count(pulls),
        },
        {
          key: 'rewards',
          name: t('learnt.rewards'),
          file: { type: 'number', value: ({ rewards }) => rewards },
          numeric: true,
          width: '80px',
          secondary: hasPosterior,
          cell: ({ rewards }) => format.count(rewards),
        },
        {
          key: 'bar',
          name: '',
          width: '64px',
          secondary: true,
          cell: ({ share }) => <BarCell share={share} />,
        },
        {
          key: 'share',
          name: t('learnt.share'),
          help: t('learnt.shareHelp'),
          file: { type: 'number', unit: { style: 'percent' }, value: ({ share }) => share },
          numeric: true,
          width: '72px',
          secondary: true,
          cell: ({ share }) => format.percent(share),
        },
      ]}
      empty={<EmptyState title={t('learnt.empty')}>{t('learnt.emptyHint')}</EmptyState>}
    />
  );
}
