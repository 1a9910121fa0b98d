import type { ExperimentResults } from '../../api/experiment-results.ts';

/** What keeps results from being trusted, or a guardrail from being whole. */
export type HealthFlag =
  | { kind: 'sampleRatio'; pValue: number }
  | { kind: 'multipleExposures'; share: number; customers: number }
  | { kind: 'noExposure'; variants: string[] }
  | { kind: 'preExposure'; metric: string; variant: string }
  | { kind: 'guardrail'; metric: string; variant: string };

/** The worst first: faults of the data, then guardrails that failed. */
export function healthFlags(results: ExperimentResults): HealthFlag[] {
  const { sampleRatio, multipleExposures, preExposure, metrics, exposures } = results;
  const flags: HealthFlag[] = [];
  if (sampleRatio.value?.mismatch) flags.push({ kind: 'sampleRatio', pValue: sampleRatio.value.pValue });
  const { flagged, share, customers } = multipleExposures;
  if (flagged && share !== null) flags.push({ kind: 'multipleExposures', share, customers });
  const missing = exposures.filter((one) => one.weight > 0 && one.customers === 0);
  const somebody = exposures.some((one) => one.customers > 0);
  if (somebody && missing.length > 0) {
    flags.push({ kind: 'noExposure', variants: missing.map(({ variant }) => variant) });
  }
  for (const { metric, variant, biased } of preExposure) {
    if (biased) flags.push({ kind: 'preExposure', metric, variant });
  }
  for (const { key, comparisons } of metrics) {
    for (const { variant, guardrail } of comparisons) {
      if (guardrail?.status === 'failed') flags.push({ kind: 'guardrail', metric: key, variant });
    }
  }
  return flags;
}

/** Each kind of fault once; undefined while nobody has been exposed. */
export function faultKinds(results: ExperimentResults | undefined): HealthFlag['kind'][] | undefined {
  if (results === undefined || results.exposures.every(({ customers }) => customers === 0)) return undefined;
  return [...new Set(healthFlags(results).map(({ kind }) => kind))];
}

/** Whether the data themselves are at fault, so that no figure can be trusted. */
export function spoilsData({ kind }: HealthFlag): boolean {
  return kind !== 'guardrail';
}
