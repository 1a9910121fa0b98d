import { useTranslation } from 'react-i18next';
import { SelectFilter } from '../../../components/filter-bar.tsx';
import css from './experiment-page.module.css';
import { corrections, methods, type useReading } from './reading.ts';

/** By which statistics the results are read. */
export function StatisticSwitch({
  method,
  correction,
  setMethod,
  setCorrection,
}: ReturnType<typeof useReading>) {
  const { t } = useTranslation();
  return (
    <div className={css.switch}>
      <SelectFilter
        inline
        label={t('experiment.method')}
        value={method}
        options={methods.map((value) => ({ value, label: t(`experimentMethod.${value}`) }))}
        onChange={setMethod}
      />
      <SelectFilter
        inline
        label={t('experiment.correction')}
        value={correction}
        options={corrections.map((value) => ({ value, label: t(`experimentCorrection.${value}`) }))}
        onChange={setCorrection}
      />
    </div>
  );
}
