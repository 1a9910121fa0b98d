export const refusals = {
  refusal: {
    noSuch: 'Não existe {{kind}} {{got}}.',
    twice: '{{got}} aparece duas vezes.',
    nameTaken: 'Já existe um com o nome {{got}}. Escolha outro.',
    changedElsewhere: 'Alguém mudou isto nesse meio-tempo. Recarregue e faça sua mudança de novo.',
    address: 'O nome precisa ser {{limit}}, como no endereço.',
    cronShape: 'O agendamento {{got}} precisa ter cinco campos, como 0 3 * * *, num fuso da IANA: {{zone}}.',
    cronNever: 'O agendamento {{got}} nunca acontece.',
    segmentDeclared:
      'O segmento {{got}} é declarado em personalize.config.ts. Mude-o lá, ou escolha outro nome.',
    tooManySegments: 'Pode haver no máximo {{limit}} segmentos. Junte ou remova alguns.',
    ruleTooDeep: 'A regra tem mais de {{limit}} níveis. Deixe-a mais rasa.',
    ruleTooLong: 'A regra tem mais de {{limit}} partes. Divida-a em vários segmentos.',
    ruleJoin: 'Cada grupo da regra precisa de 1 a {{limit}} condições.',
    comparison:
      'Uma condição não está completa: diga do que ela trata, a comparação e um valor do tipo certo. Ela é {{got}}.',
    featureScope: 'Regras só podem usar características de clientes; {{got}} é de outra coisa.',
    featureNumber: 'Uma característica é um número e não pode ser comparada com {{got}}.',
    featureContains: 'Uma característica é um número; só atributos podem conter algo.',
    weightSum: 'Os pesos das variantes precisam somar 1; a soma é {{got}}.',
    rampOrder: 'Os passos do aumento gradual precisam crescer no tempo e na cobertura, cada um de 0 a 1.',
    flagValue: 'O valor de uma flag não pode ser vazio e tem no máximo {{limit}} caracteres.',
    flagOrNone: 'Ou todas as variantes têm um valor de flag, ou nenhuma tem.',
    flagTypes: 'Os valores de flag de todas as variantes precisam ser de um só tipo; estes são {{got}}.',
    goalMissing: 'Pelo menos uma métrica precisa ser um objetivo.',
    notNoted:
      'Estratos precisam de um atributo anotado na exposição. Acrescente {{got}} aos atributos anotados.',
    experimentEnded: 'O experimento {{got}} terminou. O registro dele não muda.',
    experimentNoDraft: 'Só um rascunho pode começar. Crie um novo experimento para repetir {{got}}.',
    experimentNotRunning:
      'Só um experimento em andamento pode ser encerrado, e {{got}} não está em andamento.',
    experimentHasRun:
      'Só rascunhos podem ser removidos. {{got}} já foi iniciado e fica como registro dos seus dados.',
    placementBusy:
      'O experimento {{other}} está em andamento no espaço {{placement}}. Encerre-o, ou dê aos dois partes diferentes de um mesmo domínio de exclusão.',
    priceBound: 'Um filtro de preço precisa de um preço mínimo, de um máximo ou dos dois.',
    priceOrder: 'O preço mínimo não pode ser maior que o máximo: {{min}} e {{max}}.',
    modelInTraining: '{{model}} já está sendo treinado. Espere terminar ou cancele.',
    modelInEvaluation: '{{model}} está sendo avaliado. Espere terminar ou cancele.',
    modelWithoutFile:
      '{{model}} não tem arquivo para avaliar. Escolha outra versão, ou treine ou importe de novo.',
    otherLabel:
      '{{model}} prevê {{label}} e seria comparado com {{asked}}. Escolha de acordo pelo que ele é julgado.',
    fileUnusable:
      'O arquivo não pode ser usado como {{format}}. Confira se está inteiro e neste formato. O leitor diz: {{why}}.',
    featuresUndeclared:
      'O modelo precisa de features que não estão declaradas: {{features}}. Declare-as em personalize.config.ts, ou dê às colunas nomes declarados.',
    signatureNeeded:
      'Um arquivo ONNX não nomeia suas colunas. Informe-as na ordem, e o que o número dele significa.',
    featuresNeeded: 'O arquivo não nomeia suas colunas. Informe-as na ordem.',
    columnOrder:
      'A coluna {{column}} foi informada como {{got}}, mas no arquivo ela se chama {{named}}. Siga a ordem do arquivo.',
    modelOutputs: 'O modelo dá {{got}} números por linha; um ordenador dá um só.',
    modelColumns: 'O modelo lê {{limit}} colunas, mas {{got}} foram informadas.',
    notFinite: '{{model}} não dá um número finito para cada linha. Precisa dar, mesmo onde faltam valores.',
    labelOfPurchases: 'Compras só ensinam conversões, não {{label}}. Escolha o resultado de acordo.',
    nothingToLearn: 'Ainda não há com o que aprender. Espere mais dados.',
    noBaskets:
      'Nenhum de {{records}} registros tem uma cesta com que aprender. Espere compras, ou importe o histórico.',
    noDecisions:
      'Nenhum de {{records}} registros tem uma decisão com que aprender. Treine com compras até haver algumas.',
    noLoggedEvidence:
      'As decisões registradas não têm a evidência das fontes. Ligue o registro de features nos espaços, ou deixe essa evidência de fora.',
    tooFewGroups:
      'A parte de {{part}} tem {{count}} de {{groups}} grupos em {{days}} dias; precisa de 2 ou mais. Espere mais dados, ou deixe as partes mais curtas.',
    tooManyRows:
      'O conjunto de treino tem mais de {{limit}} linhas. Use menos candidatos, grupos ou dias, ou aumente o limite.',
    oneOutcome:
      'De {{rows}} linhas da parte de {{part}}, {{positives}} têm o resultado; um ordenador precisa de linhas dos dois tipos. Espere mais dados, ou escolha outro resultado.',
    noOrder:
      'Nenhum de {{groups}} grupos da parte de {{part}} tem os dois resultados, então não há ordem a aprender. Treine com o objetivo logístico, ou mostre mais itens por decisão.',
    vectorsDiffer:
      'O que foi registrado com as decisões difere do que o registro de eventos dá, então o conjunto de treino é recusado: {{why}}.',
    looksAhead:
      'Uma feature olha para o futuro, então o conjunto de treino é recusado. O registro do treino diz qual.',
    outOfOrder:
      '{{visits}} cestas foram registradas depois de outras mais novas e {{baskets}} não, então não dá para reconstruir o que se sabia na hora. Importe o histórico em ordem de tempo.',
    featuresLacking:
      '{{model}} precisa de features que estes dados não têm: {{features}}. Declare-as de novo, ou julgue-o por outros dados.',
    tooManyDecisions: 'São decisões demais para aprender de uma vez. Use no máximo {{limit}}.',
    nothingEarned: 'Nenhuma decisão rendeu algo, então não há o que aprender.',
    selectorShape: '{{got}} não é um seletor. Exemplos: customer_360, +tag:marts, path:models/marts.',
    selectorNothing: 'O seletor {{got}} não encontra nada.',
    selectorMethod: 'O seletor {{got}} começa com um método que não existe.',
    selectorValue: 'O seletor {{got}} tem um valor que não existe.',
    selectionEmpty: 'Nada do que foi selecionado serve para “{{command}}”.',
    pipelineRuns: 'O pipeline já está em execução. Espere terminar ou cancele.',
    recipientNeeded: 'Diga para onde vai: uma pasta, um webhook ou endereços de e-mail.',
    tooManySchedules: 'Já existem {{limit}} agendamentos. Apague um antes.',
    interrupted: 'O servidor foi reiniciado enquanto isto era feito. Inicie de novo.',
    unexpected: 'Falhou por um motivo inesperado. O log do servidor tem os detalhes.',
    overloaded:
      'Precisou de mais tempo ou memória do que pode usar. Peça menos de uma vez, ou tente mais tarde.',
    storage_full: 'O disco do servidor está cheio. Libere espaço e inicie de novo.',
    storage_failed: 'O armazenamento do servidor falhou. O log dele tem os detalhes.',
    shutting_down: 'O servidor estava parando. Inicie de novo.',
  },
  refusedThing: {
    feature: 'a feature',
    affinity: 'afinidade por',
    segment: 'o segmento',
    placement: 'o espaço',
    model: 'o modelo',
  },
  trainingPart: {
    train: 'treino',
    validation: 'validação',
    test: 'teste',
  },
  outcome: {
    click: 'cliques',
    conversion: 'conversões',
    value: 'receita',
  },
};
