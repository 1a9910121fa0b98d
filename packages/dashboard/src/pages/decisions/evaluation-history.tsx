import { useTranslation } from 'react-i18next';
import { type Evaluation, useEvaluations } from '../../api/decisions.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { intervalEnds } from '../../components/interval-ends.ts';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Tag, type Tone } from '../../components/tag.tsx';
import { useFormat } from '../../format/use-format.ts';
import css from './decisions.module.css';

const tones: Record<NonNullable<Evaluation['verdict']>, Tone> = {
  better: 'good',
  worse: 'bad',
  unclear: 'neutral',
};

/** What was judged before, newest first. */
export function EvaluationHistory({ shown, onShow }: { shown: string; onShow: (id: string) => void }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { data, error, refetch } = useEvaluations();
  const headline = (one: Evaluation) => one.estimates.find(({ estimator }) => estimator === one.headline);
  return (
    <Card title={t('decisions.history')} unit={t('decisions.historyUnit')}>
      {error ? (
        <ErrorState error={error} onRetry={() => refetch()} />
      ) : (
        <DataTable<Evaluation>
          caption={t('decisions.history')}
          rows={data}
          rowKey={({ id }) => id}
          file={{}}
          empty={<EmptyState title={t('decisions.noHistory')}>{t('decisions.noHistoryHint')}</EmptyState>}
          columns={[
            {
              key: 'policy',
              name: t('decisions.policy'),
              file: { value: ({ policy, model }) => `${policy} · ${model}` },
              cell: (one) => (
                <button
                  type="button"
                  className={css.name}
                  aria-pressed={one.id === shown}
                  onClick={() => onShow(one.id)}
                >
                  {one.policy} · {one.model}
                </button>
              ),
            },
            {
              key: 'placement',
              name: t('decisions.placement'),
              width: '120px',
              cell: (one) => one.placement,
              secondary: true,
            },
            {
              key: 'reward',
              name: t('decisions.reward'),
              width: '112px',
              secondary: true,
              cell: (one) => t(`decisionReward.${one.reward}`),
            },
            {
              key: 'decisions',
              name: t('decisions.judgedOn'),
              file: { type: 'number', value: ({ decisions }) => decisions },
              width: '96px',
              numeric: true,
              secondary: true,
              cell: (one) => format.count(one.decisions),
            },
            {
              key: 'lift',
              name: t('decisions.lift'),
              file: {
                type: 'number',
                unit: { style: 'percent' },
                value: (one) => headline(one)?.lift?.value,
                beside: intervalEnds(t, t('decisions.lift'), (one) => headline(one)?.lift, {
                  style: 'percent',
                }),
              },
              width: '96px',
              numeric: true,
              cell: (one) => {
                const lift = headline(one)?.lift;
                return lift ? format.change(lift.value) : '–';
              },
            },
            {
              key: 'verdict',
              name: t('decisions.verdict'),
              width: '120px',
              cell: (one) =>
                one.state === 'refused' ? (
                  <Tag tone="warn" dot>
                    {t('decisions.refused')}
                  </Tag>
                ) : (
                  one.verdict && (
                    <Tag tone={tones[one.verdict]} dot>
                      {t(`decisionVerdict.${one.verdict}`)}
                    </Tag>
                  )
                ),
            },
            {
              key: 'when',
              name: t('decisions.when'),
              file: { type: 'time', value: ({ createdAt }) => Date.parse(createdAt) },
              width: '128px',
              secondary: true,
              cell: (one) => <RelativeTime at={one.createdAt} />,
            },
          ]}
        />
      )}
    </Card>
  );
}
