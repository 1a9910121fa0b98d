import type { ExperimentAnalysis } from '@personalize/learn';

type Words = Record<'en' | 'pt-BR', string>;

/** Something that keeps an experiment's figures from being trusted, or a guardrail that failed. */
export interface ExperimentProblem {
  /** Tells the problems of an experiment apart. */
  key: string;
  words: Words;
}

/** The worst first: faults of the data, then guardrails that failed. */
export function experimentProblems({
  analysis,
  exposures,
  metrics,
  variantsWithoutExposure: unseen,
}: {
  analysis: Pick<ExperimentAnalysis, 'sampleRatio' | 'multipleExposures' | 'preExposure'>;
  exposures: readonly { customers: number }[];
  metrics: readonly {
    key: string;
    comparisons: readonly { variant: string; guardrail: { status: string } | null }[];
  }[];
  variantsWithoutExposure: readonly string[];
}): ExperimentProblem[] {
  const { sampleRatio, multipleExposures, preExposure } = analysis;
  const found: ExperimentProblem[] = [];
  const add = (key: string, en: string, ptBR: string) => found.push({ key, words: { en, 'pt-BR': ptBR } });
  if (sampleRatio.value?.mismatch) {
    const p = sampleRatio.value.pValue.toPrecision(2);
    add(
      'sampleRatio',
      `customers are not split as planned (sample ratio mismatch, p = ${p})`,
      `os clientes não estão divididos como planejado (SRM, p = ${p})`,
    );
  }
  if (multipleExposures?.flagged) {
    const { customers } = multipleExposures;
    add(
      'multipleExposures',
      `${customers} customers saw more than one variant`,
      `${customers} clientes viram mais de uma variante`,
    );
  }
  if (unseen.length > 0 && exposures.some(({ customers }) => customers > 0)) {
    const variants = unseen.join(', ');
    add(
      `noExposure ${variants}`,
      `nobody has seen ${variants}, while others were seen`,
      `ninguém viu ${variants}, embora outras tenham sido vistas`,
    );
  }
  for (const { metric, variant, biased } of preExposure) {
    if (!biased) continue;
    add(
      `preExposure ${metric} ${variant}`,
      `${variant} differed in ${metric} before anybody saw it`,
      `${variant} já diferia em ${metric} antes de alguém a ver`,
    );
  }
  for (const { key, comparisons } of metrics) {
    for (const { variant, guardrail } of comparisons) {
      if (guardrail?.status !== 'failed') continue;
      add(
        `guardrail ${key} ${variant}`,
        `guardrail ${key} failed for ${variant}`,
        `a métrica de proteção ${key} falhou em ${variant}`,
      );
    }
  }
  return found;
}
