/** What jobs and gates of models say, from codes. */
export const modelTold = {
  modelSource: {
    decisions: 'decisions',
    purchases: 'purchases',
  },
  modelLabel: {
    click: 'click',
    conversion: 'conversion',
    value: 'value',
  },
  modelGateShort: {
    quality: 'Quality',
    calibration: 'Calibration',
    latency: 'Latency',
    coverage: 'Coverage',
    offPolicy: 'Off-policy evaluation',
  },
  modelGateWhy: {
    qualityNeverEvaluated: 'It was never evaluated on a held-out window here. Measure it first.',
    qualityNotCompared: 'It was not compared with {{against}}, which serves now. Measure it again.',
    qualityNoInterval: 'Its difference to {{against}} has no interval: the held-out window is too small.',
    qualityGain: 'NDCG@{{k}} {{mean}} against {{against}}, 95% interval {{low}} to {{high}}.',
    calibrationNotMeasured: 'Its calibration was never measured here.',
    calibrationMeasured:
      'Expected calibration error on the held-out window {{value}}, at most {{threshold}}.',
    latencyNotMeasured: 'Its latency was not measured.',
    latencyMeasured: '99th percentile for {{rows}} rows in this server {{value}}, at most {{threshold}}.',
    coverageNotCompared: 'Its catalog coverage was not compared with {{against}}.',
    coverageMeasured:
      'Its lists hold {{own}} of the catalog, those of {{against}} {{before}}; at least {{threshold}} is needed.',
    offPolicyNoDecisions: 'There are no logged decisions in the held-out window.',
    offPolicyNoReward: 'None of {{decisions}} decisions earned a {{reward}}.',
    offPolicyFewSlots:
      '{{decisions}} decisions are worth {{figure}} items for this model, at least {{limit}} are needed. Collect more decisions or explore more.',
    offPolicyUnsupported:
      '{{figure}} of the model’s choices could not have been logged, at most {{limit}} may be. Explore more.',
    offPolicyMeasured:
      'Decisions with a {{reward}}: served {{served}}, doubly robust {{doublyRobust}}, SNIPS {{snips}}, from {{decisions}} decisions worth {{slots}} items. Against served {{share}}, lower end {{low}}; at least {{threshold}} is needed.',
  },
  modelTold: {
    gate: 'Gate {{gate}}: {{verdict}}. {{why}}',
    offPolicy: 'On logged decisions: {{line}}',
    because: 'refused: {{why}}',
    training: 'Training {{name}} from {{from}}, journal up to {{offset}}',
    trainingAgainst: 'Training {{name}} from {{from}}, journal up to {{offset}}, against {{champion}}',
    evaluating: 'Evaluating {{name}} by {{from}}, journal up to {{offset}}',
    evaluatingAgainst: 'Evaluating {{name}} by {{from}}, journal up to {{offset}}, against {{champion}}',
    championUnscored:
      '{{version}} cannot be scored on these rows: the comparison is with the built-in ranker only, and to succeed it takes an override',
    found: '{{instants}} {{from}} in {{records}} records; {{leftOut}} left out',
    logged:
      '{{compared}} decisions equal what was logged, bit by bit; {{notComparable}} without comparable vectors',
    withheld: '{{instants}} instants read the same when later records are withheld',
    rows: 'Rows: {{train}} to train on, {{validation}} to validate, {{test}} to test; {{features}} features',
    registered: 'Registered {{version}}',
    champion: '{{version}} is champion',
    instants: 'looking for instants',
    replaying: 'replaying the journal',
    reading: 'reading the log',
    decisions: '{{used}} of {{found}} decisions, {{ranks}} ranks each',
    rewardModel: 'fitting the reward model',
    estimating: 'estimating by {{estimator}}',
    resampling: 'resampling',
    learning: 'learning',
    learnt: 'Learned from {{decisions}} decisions in {{iterations}} iterations',
    round: 'round {{round}} of at most {{rounds}}',
    calibrating: 'calibrating',
    measuring: 'evaluating',
    importance: 'measuring importance',
    done: 'done',
    allPassed: 'every gate passed',
    noneRefused: 'no gate refused, {{skipped}} not judged',
    refused_one: '{{count}} gate refused',
    refused_other: '{{count}} gates refused',
  },
};
