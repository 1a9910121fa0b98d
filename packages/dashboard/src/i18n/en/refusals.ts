/** Why the server refused something, or why a job failed, as sentences of their own; by the server's codes. */
export const refusals = {
  refusal: {
    noSuch: 'There is no {{kind}} {{got}}.',
    twice: '{{got}} is given twice.',
    nameTaken: 'There is one called {{got}} already. Choose another name.',
    changedElsewhere: 'Somebody changed this in the meantime. Reload and make your change again.',
    address: 'The name must be {{limit}}, as in the address.',
    cronShape: 'The schedule {{got}} must be five fields such as 0 3 * * *, in an IANA time zone: {{zone}}.',
    cronNever: 'The schedule {{got}} never comes.',
    segmentDeclared:
      'The segment {{got}} is declared in personalize.config.ts. Change it there, or choose another name.',
    tooManySegments: 'There can be {{limit}} segments at most. Merge or remove some.',
    ruleTooDeep: 'The rule is nested deeper than {{limit}} levels. Flatten it.',
    ruleTooLong: 'The rule has more than {{limit}} parts. Split it into several segments.',
    ruleJoin: 'Each group of the rule needs 1 to {{limit}} conditions.',
    comparison:
      'A condition is not complete: it needs what it is about, a comparison and a value of its kind. It is {{got}}.',
    featureScope: 'Rules can use features of customers only; {{got}} is about something else.',
    featureNumber: 'A feature is a number and cannot be compared with {{got}}.',
    featureContains: 'A feature is a number; only attributes can contain something.',
    weightSum: 'The weights of the variants must add up to 1; they add up to {{got}}.',
    rampOrder: 'The steps of the ramp must rise in time and in coverage, each from 0 to 1.',
    flagValue: 'The value of a flag must not be empty and has {{limit}} characters at most.',
    flagOrNone: 'Either all variants carry a flag value, or none does.',
    flagTypes: 'The flag values of all variants must be of one type; these are {{got}}.',
    goalMissing: 'At least one metric must be a goal.',
    notNoted: 'Strata need an attribute that is noted at exposure. Add {{got}} to the noted attributes.',
    experimentEnded: 'The experiment {{got}} has ended. Its record does not change.',
    experimentNoDraft: 'Only a draft can start. Make a new experiment to run {{got}} again.',
    experimentNotRunning: 'Only a running experiment can stop; {{got}} is not running.',
    experimentHasRun: 'Only drafts can be removed. {{got}} has run and stays as the record of its data.',
    placementBusy:
      'The experiment {{other}} runs on the placement {{placement}}. Stop it, or give both disjoint parts of one namespace.',
    priceBound: 'A price filter needs a lowest price, a highest price or both.',
    priceOrder: 'The lowest price must not be above the highest: {{min}} and {{max}}.',
    modelInTraining: '{{model}} is being trained already. Wait for it or cancel it.',
    modelInEvaluation: '{{model}} is being evaluated. Wait for it or cancel it.',
    modelWithoutFile:
      '{{model}} has no file to evaluate. Choose another version, or train or import it again.',
    otherLabel:
      '{{model}} predicts {{label}}, and would be held against {{asked}}. Choose what it is judged by accordingly.',
    fileUnusable:
      'The file cannot be used as {{format}}. Check that it is whole and of this format. What its reader says: {{why}}.',
    featuresUndeclared:
      'The model needs features that are not declared: {{features}}. Declare them in personalize.config.ts, or name its columns by declared ones.',
    signatureNeeded: 'An ONNX file does not name its columns. Give them in order, and what its number means.',
    featuresNeeded: 'The file does not name its columns. Give them in order.',
    columnOrder:
      'Column {{column}} is given as {{got}}, but the file calls it {{named}}. Give them in the order of the file.',
    modelOutputs: 'The model gives {{got}} numbers for a row; a ranker gives one.',
    modelColumns: 'The model takes {{limit}} columns, but {{got}} are named.',
    notFinite:
      '{{model}} does not give a finite number for every row. It must, also where values are missing.',
    labelOfPurchases: 'Purchases can only teach conversions, not {{label}}. Choose the outcome accordingly.',
    nothingToLearn: 'There is nothing to learn from yet. Wait for more data.',
    noBaskets:
      'None of {{records}} records holds a basket to learn from. Wait for purchases, or import history.',
    noDecisions:
      'None of {{records}} records holds a decision to learn from. Train from purchases until there are some.',
    noLoggedEvidence:
      'The logged decisions hold no evidence of the sources. Switch on that placements log their features, or leave that evidence out.',
    tooFewGroups:
      'The {{part}} part has {{count}} of {{groups}} groups over {{days}} days; it needs 2 or more. Wait for more data, or make the parts shorter.',
    tooManyRows:
      'The training set has more than {{limit}} rows. Take fewer candidates, groups or days, or raise the bound.',
    oneOutcome:
      'Of {{rows}} rows of the {{part}} part {{positives}} have the outcome; a ranker needs rows of both kinds. Wait for more data, or choose another outcome.',
    noOrder:
      'None of {{groups}} groups of the {{part}} part holds both outcomes, so there is no order to learn. Train with the logistic objective, or show more items per decision.',
    vectorsDiffer:
      'What was logged with the decisions differs from what the journal gives, so the training set is refused: {{why}}.',
    looksAhead:
      'A feature looks into the future, so the training set is refused. The log of the training names it.',
    outOfOrder:
      '{{visits}} baskets were recorded after later ones and {{baskets}} were not, so what was known then cannot be rebuilt. Import history in order of time.',
    featuresLacking:
      '{{model}} needs features that these data lack: {{features}}. Declare them again, or judge it by other data.',
    tooManyDecisions: 'These are too many decisions to learn from at once. Take {{limit}} at most.',
    nothingEarned: 'No decision earned anything, so nothing can be learned.',
    selectorShape: '{{got}} is no selector. Examples: customer_360, +tag:marts, path:models/marts.',
    selectorNothing: 'The selector {{got}} finds nothing.',
    selectorMethod: 'The selector {{got}} begins with a method that does not exist.',
    selectorValue: 'The selector {{got}} has a value that does not exist.',
    selectionEmpty: 'Nothing of what is selected can be worked on by “{{command}}”.',
    pipelineRuns: 'The pipeline is running already. Wait for it or cancel it.',
    recipientNeeded: 'Say where it goes: a folder, a webhook or e-mail addresses.',
    tooManySchedules: 'There are {{limit}} schedules already. Delete one first.',
    interrupted: 'The server was restarted while this ran. Start it again.',
    unexpected: 'It failed for a reason that nobody foresaw. The log of the server has the details.',
    overloaded: 'It needed more time or memory than it may take. Ask for less at once, or try later.',
    storage_full: 'The disk of the server is full. Free some space and start it again.',
    storage_failed: 'The store of the server failed. Its log has the details.',
    shutting_down: 'The server was stopping. Start it again.',
  },
  refusedThing: {
    feature: 'feature',
    affinity: 'affinity for',
    segment: 'segment',
    placement: 'placement',
    model: 'model',
  },
  trainingPart: {
    train: 'training',
    validation: 'validation',
    test: 'test',
  },
  outcome: {
    click: 'clicks',
    conversion: 'conversions',
    value: 'revenue',
  },
};
