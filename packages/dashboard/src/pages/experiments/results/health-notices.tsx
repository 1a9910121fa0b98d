import { IconAlertTriangle } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { ExperimentResults } from '../../../api/experiment-results.ts';
import { useFormat } from '../../../format/use-format.ts';
import { writePValue } from '../effect.ts';
import { type HealthFlag, healthFlags, spoilsData } from '../health.ts';
import css from './health-notices.module.css';

/** Faults of the data, above everything that they put in doubt; each with what it is and where to look. */
export function HealthNotices({ results }: { results: ExperimentResults }) {
  const { t } = useTranslation();
  const format = useFormat();
  const faults = healthFlags(results).filter(spoilsData);
  if (faults.length === 0) return null;
  const write = (flag: HealthFlag): string => {
    switch (flag.kind) {
      case 'sampleRatio': {
        const expected = results.sampleRatio.value?.expected ?? [];
        const counts = results.exposures
          .map(({ variant, customers }, i) =>
            t('experiment.countOfExpected', {
              variant,
              count: format.exact(customers),
              expected: format.exact(Math.round(expected[i] ?? 0)),
            }),
          )
          .join('; ');
        return t('experiment.sampleRatio', { counts, p: writePValue(flag.pValue, format) });
      }
      case 'multipleExposures':
        return t('experiment.multipleExposures', {
          customers: format.exact(flag.customers),
          share: format.percent(flag.share),
        });
      case 'noExposure':
        return t('experiment.noExposure', { variants: flag.variants.join(', ') });
      case 'preExposure':
        return t('experiment.preExposure', { metric: flag.metric, variant: flag.variant });
      case 'guardrail':
        return '';
    }
  };
  return (
    <div className={css.notice} role="alert">
      <IconAlertTriangle size={20} stroke={1.6} aria-hidden="true" />
      <div>
        <p className={css.title}>{t('experiment.doubtful')}</p>
        <ul className={css.list}>
          {faults.map((flag) => (
            <li key={JSON.stringify(flag)}>{write(flag)}</li>
          ))}
        </ul>
      </div>
    </div>
  );
}
