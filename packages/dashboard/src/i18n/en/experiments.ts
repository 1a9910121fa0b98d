export const experiments = {
  experiments: {
    new: 'New experiment',
    search: 'Find an experiment',
    searchHint: 'Key, hypothesis or metric',
    state: 'State',
    anyState: 'Any state',
    order: 'newest first',
    experiment: 'Experiment',
    days: 'Days',
    exposed: 'Exposed',
    effect: 'First goal, against the control',
    health: 'Data',
    sound: 'Sound',
    tooEarly: 'Too early to compare',
    noResults: 'Results cannot be read now',
    intervals:
      'Intervals are valid however often you look, and share one scale; the line is no difference. Coloured only where the difference is significant.',
    noMatch: 'No experiment matches',
    noMatchHint: 'Look for a part of the key, the hypothesis or a metric, or choose another state.',
    clearFilters: 'Clear filters',
  },
  experimentState: {
    draft: 'Draft',
    running: 'Running',
    decided: 'Decision due',
    stopped: 'Stopped',
  },
  experimentStateHint: {
    draft: 'Nobody is assigned yet.',
    running: 'Customers are being assigned and measured.',
    decided: 'It still runs, and the evidence is enough to ship or to roll back.',
    stopped: 'It has ended; what it measured stays.',
  },
  experimentsIntro: {
    title: 'No experiment yet',
    text: 'An experiment shows two or more variants to customers chosen by chance and measures what the difference is worth, with its uncertainty.',
    readOnly: 'Your role may read experiments. Ask an analyst or administrator to design one.',
  },
  experimentsIntroStep: {
    design: 'Design it.',
    assign: 'Start it.',
    read: 'Read it.',
  },
  experimentsIntroText: {
    design:
      'Say what you expect, what varies, for whom, and which metrics decide; see how many days it needs.',
    assign:
      'Placements assign customers by themselves; for flags ask the API or any OpenFeature SDK for a customer’s variant.',
    read: 'Look as often as you like: the intervals stay valid, and the page says when to ship, to roll back or to wait.',
  },
  healthFlag: {
    sampleRatio: 'Split is off',
    multipleExposures: 'Several variants',
    noExposure: 'Variant unseen',
    preExposure: 'Differed before',
    guardrail: 'Guardrail failed',
  },
  experimentTerm: {
    sampleRatio:
      'Sample ratio mismatch: customers are not split as the weights say. Something loses or doubles customers of one variant, so no result can be trusted.',
    multipleExposures:
      'Customers who saw more than one variant count in none. Many of them mean that identity or assignment is broken.',
    noExposure: 'A variant that should get customers has got none.',
    preExposure:
      'A metric already differed between the variants before anyone was exposed: assignment was not by chance, or an earlier experiment still shows.',
    guardrail: 'A metric that must not get worse by more than its margin, whatever the goals do.',
    exposure:
      'The moment a customer first sees what the experiment varies. From then on they count, once, in that variant.',
    effect:
      'The difference to the control, in percent of the control where that is defined, and the interval that holds the true difference.',
    adjustedP:
      'How often chance alone would show so large a difference, corrected for the number of comparisons. Significant at 0.05 or below.',
    chanceToWin:
      'Posterior probability that the variant is better than the control, whatever the method of the decision.',
    expectedLoss: 'What choosing the variant costs on average if it is the worse one after all.',
    cuped:
      'CUPED compares customers with their own past: the share of chance variation that it removed, so that fewer customers suffice.',
    heterogeneity:
      'Tests whether the effect is the same in all groups. A group that stands out means little unless this does.',
    interaction: 'Tests whether the effect depends on the combination of both, beyond each of them alone.',
    power: 'With power 80 %, a real effect of this size is found in four of five experiments.',
    baseline: 'What the goal is now, without the experiment.',
  },
};
