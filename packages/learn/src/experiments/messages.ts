import type { Decision, DecisionAction, DecisionReasonKey } from './decision.ts';
import type { ProblemKey } from './problem.ts';

export type Locale = 'en' | 'pt-BR';

type Template = string;

const reasons: Record<Locale, Record<DecisionReasonKey, Template>> = {
  en: {
    sample_ratio_mismatch:
      'customers are not split as the weights say ({pValue?}); find the fault before trusting any result',
    multiple_exposures: '{share%} of the customers saw more than one variant',
    pre_exposure_bias: '{metric} already differed for {variant} before anyone was exposed',
    variants_missing: 'no customer has been exposed to {variants}',
    no_result: 'no goal can be compared yet',
    goal_improved: '{metric} is better with {variant}: {effect+%} ({lower+%} to {upper+%})',
    goal_harmed: '{metric} is worse with {variant}: {effect+%} ({lower+%} to {upper+%})',
    guardrail_failed: 'the guardrail {metric} is worse with {variant} by more than may be tolerated',
    guardrail_undecided: 'it is not yet certain that {variant} leaves the guardrail {metric} intact',
    goal_mixed: 'some goals are better and some worse with {variant}: {metrics}',
    fixed_horizon_not_reached: 'a fixed-horizon test may be read only once, at its planned end',
    minimum_days_not_reached:
      'an experiment should cover at least {minimumDays} days, so that every weekday counts',
    goal_undecided: '{metric} with {variant}: {effect+%} ({lower+%} to {upper+%}) may still be chance',
    effect_below_minimum: 'an effect of {minimumEffect%} or more is ruled out',
    inconclusive: 'the planned sample is reached without a clear difference',
  },
  'pt-BR': {
    sample_ratio_mismatch:
      'a divisão dos clientes não corresponde aos pesos ({pValue?}); encontre a falha antes de confiar em qualquer resultado',
    multiple_exposures: '{share%} dos clientes viram mais de uma variante',
    pre_exposure_bias: '{metric} já diferia em {variant} antes de qualquer exposição',
    variants_missing: 'nenhum cliente foi exposto a {variants}',
    no_result: 'ainda não há objetivo que possa ser comparado',
    goal_improved: '{metric} melhora com {variant}: {effect+%} (de {lower+%} a {upper+%})',
    goal_harmed: '{metric} piora com {variant}: {effect+%} (de {lower+%} a {upper+%})',
    guardrail_failed: 'a métrica de proteção {metric} piora com {variant} mais do que se pode tolerar',
    guardrail_undecided: 'ainda não é certo que {variant} preserve a métrica de proteção {metric}',
    goal_mixed: 'com {variant}, alguns objetivos melhoram e outros pioram: {metrics}',
    fixed_horizon_not_reached: 'um teste de horizonte fixo só pode ser lido uma vez, no fim planejado',
    minimum_days_not_reached:
      'um experimento deve durar pelo menos {minimumDays} dias, para que todos os dias da semana contem',
    goal_undecided: '{metric} com {variant}: {effect+%} (de {lower+%} a {upper+%}) ainda pode ser acaso',
    effect_below_minimum: 'um efeito de {minimumEffect%} ou mais está descartado',
    inconclusive: 'a amostra planejada foi atingida sem diferença clara',
  },
};

const actions: Record<Locale, Record<DecisionAction | 'keepRunningDays' | 'keepRunningDay', Template>> = {
  en: {
    ship: 'Ship {variant}',
    rollBack: 'Roll back',
    keepRunning: 'Keep running',
    keepRunningDays: 'Keep running for {days} days',
    keepRunningDay: 'Keep running for one day',
    noDecision: 'No decision',
  },
  'pt-BR': {
    ship: 'Publicar {variant}',
    rollBack: 'Reverter',
    keepRunning: 'Continuar o experimento',
    keepRunningDays: 'Continuar o experimento por {days} dias',
    keepRunningDay: 'Continuar o experimento por um dia',
    noDecision: 'Sem decisão',
  },
};

const problems: Record<Locale, Record<ProblemKey, Template>> = {
  en: {
    bad_statistics: 'the figure {name} cannot be right: {value}',
    negative_variance: 'the sums of {name} give a negative variance; they were not taken over the same rows',
    no_exposure: 'no customer was exposed',
    one_exposure: 'only one customer was exposed',
    too_few_exposures: 'too few customers were exposed: {n}',
    no_variance: 'all customers have the same value',
    zero_denominator: 'the denominator is zero',
    zero_control_mean: 'the control’s mean is zero, so there is no relative effect',
    control_mean_near_zero: 'the control’s mean may be zero, so the relative effect is unbounded',
    no_order_statistics: 'quantiles from level {lowerLevel} to {upperLevel} are needed',
    cap_mismatch: 'variants were capped at different values: {caps}',
    kind_mismatch: 'variants carry different kinds of metric: {kinds}',
    missing_variant: 'there are no figures for variant {variant}',
    unknown_variant: 'there are figures for a variant that the experiment does not have: {variant}',
    missing_covariate: 'the covariate’s sums are incomplete: {name}',
    no_covariate_variance: 'the covariate is the same for all customers',
    stratum_without_variant: 'in stratum {stratum} a variant has fewer than two customers',
    not_stratifiable: 'a metric of kind {kind} cannot be post-stratified',
    overlapping_segments: 'segments share customers, so their effects cannot be tested against each other',
    too_few_cells: 'too few cells have enough customers',
    overflow: 'the numbers of {name} are too large',
  },
  'pt-BR': {
    bad_statistics: 'o valor {name} não pode estar certo: {value}',
    negative_variance: 'as somas de {name} dão variância negativa; não vêm das mesmas linhas',
    no_exposure: 'nenhum cliente foi exposto',
    one_exposure: 'apenas um cliente foi exposto',
    too_few_exposures: 'poucos clientes foram expostos: {n}',
    no_variance: 'todos os clientes têm o mesmo valor',
    zero_denominator: 'o denominador é zero',
    zero_control_mean: 'a média do controle é zero, portanto não há efeito relativo',
    control_mean_near_zero: 'a média do controle pode ser zero, portanto o efeito relativo não tem limite',
    no_order_statistics: 'são necessários os quantis do nível {lowerLevel} ao {upperLevel}',
    cap_mismatch: 'as variantes foram limitadas em valores diferentes: {caps}',
    kind_mismatch: 'as variantes trazem tipos de métrica diferentes: {kinds}',
    missing_variant: 'não há dados da variante {variant}',
    unknown_variant: 'há dados de uma variante que o experimento não tem: {variant}',
    missing_covariate: 'as somas da covariável estão incompletas: {name}',
    no_covariate_variance: 'a covariável é igual para todos os clientes',
    stratum_without_variant: 'no estrato {stratum} uma variante tem menos de dois clientes',
    not_stratifiable: 'uma métrica do tipo {kind} não pode ser pós-estratificada',
    overlapping_segments:
      'os segmentos têm clientes em comum, portanto seus efeitos não podem ser testados entre si',
    too_few_cells: 'poucas células têm clientes suficientes',
    overflow: 'os números de {name} são grandes demais',
  },
};

/** A decision as a headline and one sentence for each reason, in English or Brazilian Portuguese. */
export function describeDecision(
  decision: Decision,
  locale: Locale = 'en',
): { headline: string; reasons: string[] } {
  const { action, variant, days } = decision;
  const key =
    action !== 'keepRunning' || days === null ? action : days === 1 ? 'keepRunningDay' : 'keepRunningDays';
  return {
    headline: fill(actions[locale][key], { variant: variant ?? '', days: days ?? 0 }, locale),
    reasons: decision.reasons.map((r) => fill(reasons[locale][r.key], r.parameters, locale)),
  };
}

/** Why a figure is missing, in words. */
export function describeProblem(
  problem: { key: ProblemKey; parameters: Readonly<Record<string, string | number>> },
  locale: Locale = 'en',
): string {
  return fill(problems[locale][problem.key], problem.parameters, locale);
}

/** P-values below are not told apart: nobody acts on one of 10⁻⁹ otherwise than on one of 10⁻²⁵. */
const leastPValue = 0.0001;

/**
 * Puts parameters into `{name}`; `{name%}` writes a fraction as a percentage, `{name+%}` with its sign, unless
 * the parameter `scale` says that the figure is absolute; `{name?}` writes a p-value.
 */
function fill(
  template: Template,
  parameters: Readonly<Record<string, string | number>>,
  locale: Locale,
): string {
  return template.replace(/\{(\w+)(\+?%|\?)?\}/g, (_, name: string, style: string | undefined) => {
    const value = parameters[name];
    if (value === undefined) return '';
    if (typeof value === 'string') return value;
    const plain = (figure: number) => figure.toLocaleString(locale, { maximumSignificantDigits: 3 });
    if (style === undefined) return plain(value);
    if (style === '?') return value < leastPValue ? `p < ${plain(leastPValue)}` : `p = ${plain(value)}`;
    return value.toLocaleString(locale, {
      ...(parameters.scale === 'absolute'
        ? { maximumSignificantDigits: 3 }
        : { style: 'percent', maximumFractionDigits: 2 }),
      signDisplay: style === '+%' ? 'exceptZero' : 'auto',
    });
  });
}
