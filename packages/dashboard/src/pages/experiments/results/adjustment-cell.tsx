import { useTranslation } from 'react-i18next';
import type { MetricComparison } from '../../../api/experiment-results.ts';
import { Hint } from '../../../components/hint.tsx';
import { useFormat } from '../../../format/use-format.ts';

/** Share of the variance that CUPED or strata removed; why nothing was, on hover. */
export function AdjustmentCell({ found: { adjustment } }: { found: MetricComparison }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { cuped, cupedReason, postStratified, varianceReduction } = adjustment;
  if (varianceReduction === null) {
    return cupedReason === null ? (
      '–'
    ) : (
      <Hint text={cupedReason.text} side="below-end">
        –
      </Hint>
    );
  }
  const how = [cuped ? 'CUPED' : undefined, postStratified ? t('experiment.strata') : undefined];
  return (
    <span title={how.filter((one) => one !== undefined).join(', ')}>
      {varianceReduction > 0 ? format.percent(varianceReduction) : '0%'}
    </span>
  );
}
