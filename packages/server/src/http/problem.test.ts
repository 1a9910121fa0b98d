import { describe, expect, it } from 'vitest';
import { AppError } from '../errors.ts';
import { toAppError } from './problem.ts';

describe('problems', () => {
  it('tell nothing of what went wrong inside, whoever named it internal', () => {
    const engine = new Error('Cannot load time zone: In scope SELECT secret FROM events');
    const failed = new AppError('internal', `could not run a query: ${engine.message}`, { cause: engine });
    for (const error of [engine, failed]) {
      const { status, message, cause } = toAppError(error);
      expect([status, cause]).toEqual([500, engine]);
      expect(message).not.toContain('SELECT');
    }
    const refused = new AppError('conflict', 'there is one already');
    expect(toAppError(refused)).toBe(refused);
  });
});
