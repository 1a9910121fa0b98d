import { useTranslation } from 'react-i18next';
import type { ExperimentResults } from '../../../api/experiment-results.ts';
import type { Experiment } from '../../../api/experiments.ts';
import { Card } from '../../../components/card.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import css from './decision-card.module.css';

const tones = { ship: 'good', rollBack: 'bad', keepRunning: 'accent', noDecision: 'neutral' } as const;

/** What the evidence says to do, and why; what was done, once the experiment has ended. */
export function DecisionCard({
  experiment,
  results,
}: {
  experiment: Experiment;
  results: ExperimentResults;
}) {
  const { t } = useTranslation();
  const { decision, at, method } = results;
  const tone = tones[decision.action as keyof typeof tones] ?? 'neutral';
  const { stoppedAt: ended, ending } = experiment;
  return (
    <Card
      title={t('experiment.decision')}
      unit={t(ended === null ? 'experiment.decisionUnit' : 'experiment.decisionEnded')}
      footer={
        <>
          {t(`experimentMethodNote.${method as 'sequential'}`)} {t('experiment.asOf')}{' '}
          <RelativeTime at={at} />
          {ended !== null && (
            <>
              {' · '}
              {t('experiment.endedAt')} <RelativeTime at={ended} />
            </>
          )}
        </>
      }
    >
      <p className={css.decision} data-tone={tone}>
        {decision.text}
      </p>
      {decision.reasons.length > 0 && (
        <ul className={css.reasons}>
          {decision.reasons.map(({ key, text }) => (
            <li key={`${key} ${text}`}>{text}</li>
          ))}
        </ul>
      )}
      {ending !== null && (
        <div className={css.ending}>
          <strong>
            {t(`experimentEnding.${ending.outcome}`, { variant: ending.variant, name: ending.by.name })}
          </strong>
          <p>{ending.reason}</p>
        </div>
      )}
    </Card>
  );
}
