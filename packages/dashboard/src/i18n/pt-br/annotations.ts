import type { annotations as english } from '../en/annotations.ts';

export const annotations: typeof english = {
  annotations: {
    title: 'Anotações',
    unit: 'o que aconteceu e quando, nos gráficos no tempo',
    at: 'Quando ({{zone}})',
    text: 'O que aconteceu',
    author: 'Por',
    add: 'Anotar',
    remove: 'Remover',
    removeOf: 'Remover {{title}}',
    removed: '{{title}} foi removida.',
    none: 'Nada anotado ainda',
    noneHint: 'Anote abaixo promoções, lançamentos e quedas: os gráficos no tempo mostram.',
  },
};
