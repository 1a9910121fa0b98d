import type { RiskReason } from './series.ts';

const words: Record<'en' | 'pt-BR', Record<RiskReason | 'mostly_undefined', string>> = {
  en: {
    empty: 'there are no returns',
    one_period: 'one period is not enough',
    no_variance: 'all returns are equal',
    no_losses: 'there are no losses',
    no_gains_or_losses: 'there are neither gains nor losses',
    no_drawdown: 'the value never fell',
    no_downside: 'no return lies below the target',
    overflow: 'the figure is too large',
    mostly_undefined: 'too many resamples have no value',
  },
  'pt-BR': {
    empty: 'não há retornos',
    one_period: 'um período não basta',
    no_variance: 'todos os retornos são iguais',
    no_losses: 'não há perdas',
    no_gains_or_losses: 'não há ganhos nem perdas',
    no_drawdown: 'o valor nunca caiu',
    no_downside: 'nenhum retorno fica abaixo da meta',
    overflow: 'o número é grande demais',
    mostly_undefined: 'reamostragens demais não têm valor',
  },
};

/** Why a risk figure or its interval is missing, in English or Brazilian Portuguese. */
export function describeRiskReason(
  reason: RiskReason | 'mostly_undefined',
  locale: 'en' | 'pt-BR' = 'en',
): string {
  return words[locale][reason];
}
