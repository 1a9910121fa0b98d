export const experiments = {
  experiments: {
    new: 'Novo experimento',
    search: 'Buscar experimento',
    searchHint: 'Chave, hipótese ou métrica',
    state: 'Situação',
    anyState: 'Qualquer situação',
    order: 'do mais novo ao mais antigo',
    experiment: 'Experimento',
    days: 'Dias',
    exposed: 'Expostos',
    effect: 'Primeiro objetivo, contra o controle',
    health: 'Dados',
    sound: 'Íntegros',
    tooEarly: 'Ainda é cedo para comparar',
    noResults: 'Não é possível ler os resultados agora',
    intervals:
      'Os intervalos valem a qualquer momento e usam uma só escala; a linha marca nenhuma diferença. Há cor só onde a diferença é significativa.',
    noMatch: 'Nenhum experimento corresponde',
    noMatchHint: 'Busque por parte da chave, da hipótese ou de uma métrica, ou escolha outra situação.',
    clearFilters: 'Limpar filtros',
  },
  experimentState: {
    draft: 'Rascunho',
    running: 'Em andamento',
    decided: 'Pronto para decidir',
    stopped: 'Encerrado',
  },
  experimentStateHint: {
    draft: 'Ninguém foi sorteado ainda.',
    running: 'Clientes estão sendo sorteados e medidos.',
    decided: 'Continua em andamento, e as evidências já bastam para publicar ou reverter.',
    stopped: 'Terminou; o que foi medido fica guardado.',
  },
  experimentsIntro: {
    title: 'Nenhum experimento ainda',
    text: 'Um experimento mostra duas ou mais variantes a clientes sorteados e mede quanto vale a diferença, com a incerteza dela.',
    readOnly: 'Seu papel permite ler experimentos. Peça a um analista ou administrador que desenhe um.',
  },
  experimentsIntroStep: {
    design: 'Desenhe.',
    assign: 'Inicie.',
    read: 'Acompanhe.',
  },
  experimentsIntroText: {
    design:
      'Diga o que espera, o que varia, para quem e quais métricas decidem; veja de quantos dias precisa.',
    assign:
      'Os espaços de recomendação sorteiam os clientes sozinhos; para flags, pergunte a variante do cliente à API ou a qualquer SDK OpenFeature.',
    read: 'Olhe quantas vezes quiser: os intervalos continuam válidos, e a página diz quando publicar, reverter ou esperar.',
  },
  healthFlag: {
    sampleRatio: 'Divisão incorreta',
    multipleExposures: 'Várias variantes',
    noExposure: 'Variante não vista',
    preExposure: 'Já diferia antes',
    guardrail: 'Proteção violada',
  },
  experimentTerm: {
    sampleRatio:
      'Desvio da proporção amostral: os clientes não estão divididos conforme os pesos. Algo perde ou duplica clientes de uma variante, e nenhum resultado é confiável.',
    multipleExposures:
      'Clientes que viram mais de uma variante não contam em nenhuma. Se forem muitos, a identidade ou o sorteio está com defeito.',
    noExposure: 'Uma variante que deveria receber clientes não recebeu nenhum.',
    preExposure:
      'Uma métrica já diferia entre as variantes antes de qualquer exposição: o sorteio não foi ao acaso, ou um experimento anterior ainda tem efeito.',
    guardrail: 'Uma métrica que não pode piorar mais do que a margem, aconteça o que for com os objetivos.',
    exposure:
      'O momento em que o cliente vê pela primeira vez o que o experimento varia. A partir daí conta, uma vez, naquela variante.',
    effect:
      'A diferença para o controle, em porcentagem dele quando isso é definido, e o intervalo que contém a diferença verdadeira.',
    adjustedP:
      'Com que frequência só o acaso mostraria uma diferença tão grande, corrigido pelo número de comparações. Significativo a partir de 0,05 para baixo.',
    chanceToWin:
      'Probabilidade a posteriori de a variante ser melhor que o controle, qualquer que seja o método da decisão.',
    expectedLoss: 'Quanto custa em média escolher a variante, caso ela seja afinal a pior.',
    cuped:
      'CUPED compara os clientes com o próprio passado: a parcela da variação do acaso que ele removeu, de modo que bastam menos clientes.',
    heterogeneity:
      'Testa se o efeito é o mesmo em todos os grupos. Um grupo que se destaca diz pouco se este teste não se destaca.',
    interaction: 'Testa se o efeito depende da combinação dos dois, além de cada um sozinho.',
    power:
      'Com poder de 80 %, um efeito real deste tamanho é encontrado em quatro de cada cinco experimentos.',
    baseline: 'Quanto o objetivo vale hoje, sem o experimento.',
  },
};
