export const annotations = {
  annotations: {
    title: 'Annotations',
    unit: 'what happened when, drawn on charts over time',
    at: 'When ({{zone}})',
    text: 'What happened',
    author: 'By',
    add: 'Annotate',
    remove: 'Remove',
    removeOf: 'Remove {{title}}',
    removed: '{{title}} was removed.',
    none: 'Nothing is written down yet',
    noneHint: 'Write down sales, releases and outages below: charts over time show them.',
  },
};
