import type { ReactNode } from 'react';
import { useTranslation } from 'react-i18next';
import { Card } from '../card.tsx';
import css from './asking.module.css';
import { FilterEditor } from './filter-editor.tsx';
import { PeriodSelect } from './period-select.tsx';
import type { QuestionParts } from './use-question.ts';

/** The card above an analysis: its own fields, then period and filters. */
export function QuestionFields({ parts, children }: { parts: QuestionParts; children: ReactNode }) {
  const { t } = useTranslation();
  return (
    <Card title={t('asking.question')}>
      <div className={css.question}>
        {children}
        <PeriodSelect
          label={t('asking.period')}
          value={parts.period}
          timeZone={parts.asked.timeZone}
          fallback={parts.usualPeriod}
          onChange={parts.setPeriod}
        />
        <div className={css.field}>
          <span className={css.label}>{t('asking.filters')}</span>
          <FilterEditor schema={parts.schema} filter={parts.filter} onChange={parts.setFilter} />
        </div>
      </div>
    </Card>
  );
}
