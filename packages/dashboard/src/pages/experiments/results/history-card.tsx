import { useTranslation } from 'react-i18next';
import type { Experiment } from '../../../api/experiments.ts';
import { Card } from '../../../components/card.tsx';
import { DataTable } from '../../../components/data-table.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { changeName } from '../change-name.ts';
import css from './history-card.module.css';

/** What happened to the experiment itself: made, started, changed while running, ended. */
export function HistoryCard({ experiment }: { experiment: Experiment }) {
  const { t } = useTranslation();
  const { createdAt, startedAt, stoppedAt, ending, edits } = experiment;
  const rows: { at: string; what: string; why?: string }[] = [
    ...(stoppedAt === null
      ? []
      : [
          ending === null
            ? { at: stoppedAt, what: t('experiment.stopped') }
            : {
                at: stoppedAt,
                what: t(`experimentEnding.${ending.outcome}`, {
                  variant: ending.variant,
                  name: ending.by.name,
                }),
                why: ending.reason,
              },
        ]),
    ...edits
      .map(({ at, changes }) => ({
        at,
        what: t('experiment.changedParts', {
          parts: changes.map((change) => changeName(t, change)).join(', '),
        }),
      }))
      .reverse(),
    ...(startedAt === null ? [] : [{ at: startedAt, what: t('experiment.started') }]),
    { at: createdAt, what: t('experiment.created') },
  ];
  return (
    <Card title={t('experiment.history')} unit={t('experiment.historyUnit')}>
      <DataTable
        caption={t('experiment.history')}
        rows={rows}
        rowKey={({ at, what }) => `${at} ${what}`}
        file={{ notes: [experiment.key] }}
        empty={null}
        columns={[
          {
            key: 'what',
            name: t('experiment.what'),
            file: { value: ({ what, why }) => (why === undefined ? what : `${what}: ${why}`) },
            cell: ({ what, why }) =>
              why === undefined ? (
                what
              ) : (
                <>
                  {what}
                  <p className={css.reason}>{why}</p>
                </>
              ),
          },
          {
            key: 'when',
            name: t('experiment.when'),
            file: { type: 'time', value: ({ at }) => Date.parse(at) },
            numeric: true,
            cell: ({ at }) => <RelativeTime at={at} />,
          },
        ]}
      />
    </Card>
  );
}
