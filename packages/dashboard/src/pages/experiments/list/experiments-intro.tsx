import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../components/card.tsx';
import css from './experiment-list.module.css';

const steps = ['design', 'assign', 'read'] as const;

/** What an experiment is and how one begins, where there is none yet. */
export function ExperimentsIntro({ action }: { action: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Card title={t('experimentsIntro.title')}>
      <p className={css.intro}>{t('experimentsIntro.text')}</p>
      <ol className={css.steps}>
        {steps.map((step) => (
          <li key={step}>
            <strong>{t(`experimentsIntroStep.${step}`)}</strong> {t(`experimentsIntroText.${step}`)}
          </li>
        ))}
      </ol>
      {action || <p className={css.muted}>{t('experimentsIntro.readOnly')}</p>}
    </Card>
  );
}
