import { describe, expect, it } from 'vitest';
import type { MetricDefinition } from './definition.ts';
import { SemanticModel } from './model.ts';
import { validateDimensions, validateMetrics } from './validate.ts';

describe('declared metrics and dimensions', () => {
  it('are taken beside the defaults, and in place of those of the same name', () => {
    const events: MetricDefinition = { name: 'events', kind: 'count', events: ['click'] };
    const ratio: MetricDefinition = {
      name: 'perClick',
      kind: 'ratio',
      numerator: 'revenue',
      denominator: 'events',
    };
    validateMetrics([events, ratio]);
    const model = new SemanticModel([events, ratio]);
    expect(model.metric('perClick', '').measures.map((measure) => measure.events)).toEqual([
      ['purchase'],
      ['click'],
    ]);
    expect(model.metric('clicks', '').measures).toHaveLength(1);
  });

  it.each([
    [{ name: 'x', kind: 'cuont' }, 'kind must be one of count'],
    [{ name: 'X y', kind: 'count' }, 'lowerCamelCase'],
    [{ name: 'compare', kind: 'count' }, 'none of other'],
    [{ name: 'x', kind: 'sum', field: 'price' }, 'field must be one of value, quantity, got "price"'],
    [{ name: 'x', kind: 'count', events: 'click' }, 'events must be a list'],
    [{ name: 'x', kind: 'count', sql: '1' }, 'unknown field "sql"'],
    [{ name: 'x', kind: 'ratio', numerator: 'revenu', denominator: 'events' }, 'did you mean "revenue"?'],
    [{ name: 'x', kind: 'ratio', numerator: 'conversionRate', denominator: 'events' }, 'a ratio itself'],
    [{ name: 'channel', kind: 'count' }, 'is a metric and a dimension'],
    [null, 'must be objects'],
  ])('are refused by name and reason: %j', (metric, message) => {
    expect(() => validateMetrics([metric], [], 'my.config.ts')).toThrow(message);
    expect(() => validateMetrics([metric], [], 'my.config.ts')).toThrow('my.config.ts');
  });

  it('are refused twice under one name', () => {
    const season = { name: 'season', kind: 'itemAttribute', attribute: 'season' };
    expect(validateDimensions([season])).toEqual([season]);
    expect(() => validateDimensions([season, season])).toThrow('declared twice');
    expect(() => validateDimensions([{ ...season, attribute: '' }])).toThrow('attribute must be a text');
  });
});
