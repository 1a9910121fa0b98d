import { useTranslation } from 'react-i18next';
import { type RfmAnswer, useRfm } from '../../api/analytics.ts';
import { type HeatCell, HeatGrid } from '../../charts/heat-grid.tsx';
import { AnswerError } from '../../components/asking/answer-error.tsx';
import { MetaLine } from '../../components/asking/meta-line.tsx';
import { QuestionFields } from '../../components/asking/question-fields.tsx';
import { useQuestionParts } from '../../components/asking/use-question.ts';
import { Card } from '../../components/card.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { useFormat } from '../../format/use-format.ts';
import { CohortsSkeleton } from './cohorts-skeleton.tsx';
import css from './retention.module.css';

const scores = [5, 4, 3, 2, 1];

/** Buyers by how lately and how often they bought, and what they spent. */
export function RfmTab() {
  const { t } = useTranslation();
  const parts = useQuestionParts('90d');
  const { data, error, refetch } = useRfm(parts.asked);
  return (
    <>
      <QuestionFields parts={parts}>{null}</QuestionFields>
      <Card title={t('retention.rfm')} unit={t('retention.rfmUnit')} footer={<MetaLine meta={data?.meta} />}>
        {error ? (
          <AnswerError error={error} onRetry={refetch} />
        ) : data === undefined ? (
          <CohortsSkeleton />
        ) : data.thresholds === null ? (
          <EmptyState title={t('retention.noBuyers')}>{t('retention.noBuyersHint')}</EmptyState>
        ) : (
          <RfmGrid answer={data} />
        )}
      </Card>
      {data?.thresholds && <Thresholds thresholds={data.thresholds} />}
    </>
  );
}

function RfmGrid({ answer }: { answer: RfmAnswer }) {
  const { t } = useTranslation();
  const format = useFormat();
  const largest = Math.max(...answer.cells.map(({ share }) => share));
  const cellOf = (recency: number, frequency: number): HeatCell => {
    const found = answer.cells.find((one) => one.recency === recency && one.frequency === frequency);
    if (found === undefined || found.customers === 0) return { share: 0, text: '–' };
    return {
      share: found.share / largest,
      text: `${format.count(found.customers)} · ${format.percent(found.share)} · ${format.count(found.value)}`,
      title: t('retention.rfmCell', {
        customers: format.exact(found.customers),
        value: format.fixed(found.value, 2),
        part: format.percent(found.valueShare),
        score: format.fixed(found.monetary, 1),
      }),
    };
  };
  return (
    <HeatGrid
      caption={t('retention.rfm')}
      corner={t('retention.recencyDown')}
      columns={scores.map((score) => ({ key: `f${score}`, name: t('retention.frequency', { score }) }))}
      rows={scores.map((score) => ({
        key: `r${score}`,
        name: t('retention.recency', { score }),
        cells: scores.map((frequency) => cellOf(score, frequency)),
      }))}
    />
  );
}

function Thresholds({ thresholds }: { thresholds: NonNullable<RfmAnswer['thresholds']> }) {
  const { t } = useTranslation();
  const format = useFormat();
  const list = (values: readonly number[], digits: number) =>
    values.map((value) => format.fixed(value, digits)).join(' · ');
  return (
    <Card title={t('retention.thresholds')} unit={t('retention.thresholdsUnit')}>
      <ul className={css.thresholds}>
        <li>{t('retention.recencyDays', { list: list(thresholds.recencyDays, 1) })}</li>
        <li>{t('retention.purchases', { list: list(thresholds.frequency, 1) })}</li>
        <li>{t('retention.spent', { list: list(thresholds.monetary, 2) })}</li>
      </ul>
    </Card>
  );
}
