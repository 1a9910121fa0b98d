import { useTranslation } from 'react-i18next';
import type { ExperimentResults } from '../../../api/experiment-results.ts';
import { Tag } from '../../../components/tag.tsx';
import { faultKinds } from '../health.ts';
import css from './experiment-list.module.css';

/** A tag for each kind of fault; "Sound" when there is none. */
export function HealthCell({ results }: { results: ExperimentResults | undefined }) {
  const { t } = useTranslation();
  const kinds = faultKinds(results);
  if (kinds === undefined) return <span className={css.muted}>–</span>;
  if (kinds.length === 0) return <span className={css.muted}>{t('experiments.sound')}</span>;
  return (
    <span className={css.tags}>
      {kinds.map((kind) => (
        <Tag key={kind} tone="bad" title={t(`experimentTerm.${kind}`)}>
          {t(`healthFlag.${kind}`)}
        </Tag>
      ))}
    </span>
  );
}
