import type { Wording } from './wording.ts';

export const ptBr: Wording = {
  buyAgain: ({ times }) =>
    times !== undefined && times > 1
      ? `Você já comprou ${times} vezes, e pode estar na hora de repor`
      : 'Você já comprou antes, e pode estar na hora de repor',
  boughtTogether: ({ withTitle }) =>
    withTitle ? `Combina com “${withTitle}”` : 'Combina com o que você escolheu',
  affinity: ({ attribute, value }) => {
    if (!value) return 'Combina com o que você costuma escolher';
    return attribute === 'brand'
      ? `Porque você costuma escolher ${value}`
      : `Porque você costuma comprar ${value}`;
  },
  trending: () => 'Muito procurado neste momento',
  popular: () => 'Popular entre nossos clientes',
  new: () => 'Acabou de chegar',
  clickRate: () => 'Quem vê costuma escolher',
  priceFit: () => 'Na faixa de preço que você costuma escolher',
  boughtRecently: () => 'Você comprou há pouco tempo',
  other: ({ description }) => description ?? 'Combina com o seu perfil',
  fallback: () => 'Recomendado para você',
};
