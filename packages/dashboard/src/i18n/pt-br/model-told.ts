export const modelTold = {
  modelSource: {
    decisions: 'decisões',
    purchases: 'compras',
  },
  modelLabel: {
    click: 'clique',
    conversion: 'conversão',
    value: 'valor',
  },
  modelGateShort: {
    quality: 'Qualidade',
    calibration: 'Calibração',
    latency: 'Latência',
    coverage: 'Cobertura',
    offPolicy: 'Avaliação off-policy',
  },
  modelGateWhy: {
    qualityNeverEvaluated: 'Nunca foi avaliada aqui em uma janela de teste. Meça-a antes.',
    qualityNotCompared: 'Não foi comparada com {{against}}, que atende agora. Meça-a de novo.',
    qualityNoInterval: 'A diferença para {{against}} não tem intervalo: a janela de teste é pequena demais.',
    qualityGain: 'NDCG@{{k}} {{mean}} em relação a {{against}}, intervalo de 95% de {{low}} a {{high}}.',
    calibrationNotMeasured: 'A calibração nunca foi medida aqui.',
    calibrationMeasured:
      'Erro de calibração esperado na janela de teste: {{value}}, no máximo {{threshold}}.',
    latencyNotMeasured: 'A latência não foi medida.',
    latencyMeasured: 'Percentil 99 para {{rows}} linhas neste servidor: {{value}}, no máximo {{threshold}}.',
    coverageNotCompared: 'A cobertura do catálogo não foi comparada com a de {{against}}.',
    coverageMeasured:
      'As listas dela contêm {{own}} do catálogo, as de {{against}}, {{before}}; é preciso pelo menos {{threshold}}.',
    offPolicyNoDecisions: 'Não há decisões registradas na janela de teste.',
    offPolicyNoReward: 'Nenhuma das {{decisions}} decisões obteve {{reward}}.',
    offPolicyFewSlots:
      'As {{decisions}} decisões valem {{figure}} itens para este modelo; é preciso pelo menos {{limit}}. Junte mais decisões ou explore mais.',
    offPolicyUnsupported:
      '{{figure}} das escolhas do modelo não poderiam ter sido registradas; o máximo é {{limit}}. Explore mais.',
    offPolicyMeasured:
      'Decisões com {{reward}}: como atendido {{served}}, duplamente robusto {{doublyRobust}}, SNIPS {{snips}}, a partir de {{decisions}} decisões que valem {{slots}} itens. Em relação ao atendido {{share}}, limite inferior {{low}}; é preciso pelo menos {{threshold}}.',
  },
  modelTold: {
    gate: 'Critério {{gate}}: {{verdict}}. {{why}}',
    offPolicy: 'Nas decisões registradas: {{line}}',
    because: 'recusada: {{why}}',
    training: 'Treinando {{name}} com {{from}}, registro de eventos até {{offset}}',
    trainingAgainst:
      'Treinando {{name}} com {{from}}, registro de eventos até {{offset}}, contra {{champion}}',
    evaluating: 'Avaliando {{name}} com {{from}}, registro de eventos até {{offset}}',
    evaluatingAgainst:
      'Avaliando {{name}} com {{from}}, registro de eventos até {{offset}}, contra {{champion}}',
    championUnscored:
      '{{version}} não pode ser pontuada nestas linhas: a comparação é só com o ordenador embutido, e para suceder a ela é preciso ignorar os critérios',
    found: '{{instants}} {{from}} em {{records}} registros; {{leftOut}} ficaram de fora',
    logged:
      '{{compared}} decisões iguais ao que foi registrado, bit a bit; {{notComparable}} sem vetores comparáveis',
    withheld: '{{instants}} instantes leem o mesmo quando os registros posteriores são retidos',
    rows: 'Linhas: {{train}} para treino, {{validation}} para validação, {{test}} para teste; {{features}} features',
    registered: '{{version}} registrada',
    champion: '{{version}} é a campeã',
    instants: 'procurando os instantes',
    replaying: 'repassando o registro de eventos',
    reading: 'lendo as decisões',
    decisions: '{{used}} de {{found}} decisões, {{ranks}} posições cada',
    rewardModel: 'ajustando o modelo de recompensa',
    estimating: 'estimando por {{estimator}}',
    resampling: 'reamostrando',
    learning: 'aprendendo',
    learnt: 'Aprendeu com {{decisions}} decisões em {{iterations}} iterações',
    round: 'rodada {{round}} de no máximo {{rounds}}',
    calibrating: 'calibrando',
    measuring: 'avaliando',
    importance: 'medindo a importância',
    done: 'concluído',
    allPassed: 'passou em todos os critérios',
    noneRefused: 'nenhum critério recusou, {{skipped}} sem avaliação',
    refused_one: '{{count}} critério recusou',
    refused_other: '{{count}} critérios recusaram',
  },
};
