import { describe, expect, it } from 'vitest';
import type { Decision } from './decision.ts';
import { decisionsOf } from './decisions.ts';
import { WorldExperiment } from './experiment.ts';
import { LoggingPolicy, type LoggingPolicyName, loggingPolicies } from './logging-policy.ts';
import { World } from './world.ts';

const start = Date.UTC(2026, 0, 1);

/** A log of each policy, played once. */
const logs = new Map<LoggingPolicyName, Decision[]>();
function logOf(name: LoggingPolicyName): Decision[] {
  const played = logs.get(name) ?? play(name, 3000).played;
  logs.set(name, played);
  return played;
}

function play(name: LoggingPolicyName, decisions: number, { lift = 0.2, slate = 2 } = {}) {
  const world = new World({ customers: 300, items: 40, seed: 3, start });
  const policy = new LoggingPolicy(name, world, slate);
  const experiment = new WorldExperiment(world, lift);
  return {
    world,
    experiment,
    played: [...decisionsOf({ world, policy, experiment, decisions, days: 30, slate })],
  };
}

const slotsOf = (played: Decision[]) => played.flatMap(({ slots }) => slots);
const sum = (values: number[]) => values.reduce((total, value) => total + value, 0);

/** Standard deviations between a count and the probabilities that it is said to come from. */
function surprise(count: number, probabilities: number[]): number {
  return (count - sum(probabilities)) / Math.sqrt(sum(probabilities.map((p) => p * (1 - p))));
}

describe('decisions of the simulated world', () => {
  it.each(loggingPolicies)('of %s happen as the true probabilities say', (name) => {
    const slots = slotsOf(logOf(name));
    const clicked = slots.filter(({ clickedAt }) => clickedAt !== null);
    const converted = clicked.filter(({ convertedAt }) => convertedAt !== null);
    expect(
      Math.abs(
        surprise(
          clicked.length,
          slots.map((s) => s.clickProbability),
        ),
      ),
    ).toBeLessThan(4);
    expect(
      Math.abs(
        surprise(
          converted.length,
          clicked.map((s) => s.conversionProbability),
        ),
      ),
    ).toBeLessThan(4);
    expect(converted.length).toBeGreaterThan(10);
  });

  it.each(loggingPolicies)('of %s carry propensities that weigh to one', (name) => {
    // Over all items that might have been shown, Σ π · (1/π) · uniform = 1: the mean weight of the uniform policy.
    for (const rank of [0, 1]) {
      const weights = logOf(name).map(({ slots }) => 1 / 40 / slots[rank].propensity);
      const mean = sum(weights) / weights.length;
      const deviation = Math.sqrt(sum(weights.map((w) => (w - mean) ** 2)) / weights.length);
      expect(Math.abs(mean - 1)).toBeLessThan((4.5 * deviation) / Math.sqrt(weights.length) + 1e-9);
      expect(weights.every((weight) => weight > 0 && weight <= 1 / 0.05 + 1e-6)).toBe(true);
    }
  });

  it('bring rewards later: clicks within minutes, conversions within days', () => {
    const played = logOf('rules');
    const clicks = played.flatMap(({ visit, slots }) =>
      slots.flatMap(({ clickedAt }) => (clickedAt === null ? [] : [clickedAt - visit.at])),
    );
    expect(Math.min(...clicks)).toBeGreaterThan(0);
    expect(Math.max(...clicks)).toBeLessThan(3_600_000);
    const waits = slotsOf(played).flatMap(({ clickedAt, convertedAt }) =>
      clickedAt === null || convertedAt === null ? [] : [convertedAt - clickedAt],
    );
    expect(Math.min(...waits)).toBeGreaterThan(0);
    expect(Math.max(...waits)).toBeGreaterThan(86_400_000);
    expect(Math.max(...waits)).toBeLessThanOrEqual(14 * 86_400_000);
  });

  it('never earn more than the oracle, and learning policies come closer to it', () => {
    const shareOf = (name: LoggingPolicyName) => {
      const slots = slotsOf(logOf(name).slice(-1000));
      const [earned, oracle, uniform] = [
        sum(slots.map((s) => s.clickProbability)),
        sum(slots.map((s) => s.oracleClickProbability)),
        sum(slots.map((s) => s.uniformClickProbability)),
      ];
      expect(earned).toBeLessThan(oracle);
      return (earned - uniform) / (oracle - uniform);
    };
    expect(Math.abs(shareOf('uniform'))).toBeLessThan(0.05);
    const contextual = shareOf('contextualThompson');
    expect(contextual).toBeGreaterThan(0.6);
    expect(contextual).toBeGreaterThan(1.5 * shareOf('thompson'));
  });

  it('know both outcomes of everyone in the experiment', () => {
    const { world, experiment, played } = play('rules', 3000, { lift: 0.4 });
    const results = Array.from({ length: world.customers.size }, (_, c) => experiment.result(c)).filter(
      (result) => result !== null,
    );
    expect(sum(results.map((r) => r.decisions))).toBe(played.length);
    expect(sum(results.map((r) => r.clicks))).toBe(
      slotsOf(played).filter(({ clickedAt }) => clickedAt !== null).length,
    );
    for (const { variant, trueConversion, trueRevenue } of results) {
      expect(['control', 'treatment']).toContain(variant);
      expect(trueConversion.treatment).toBeGreaterThan(trueConversion.control);
      expect(trueRevenue.treatment).toBeGreaterThan(trueRevenue.control);
    }
    for (const arm of ['control', 'treatment'] as const) {
      const of = results.filter(({ variant }) => variant === arm);
      const converted = of.filter(({ conversions }) => conversions > 0).length;
      expect(
        Math.abs(
          surprise(
            converted,
            of.map((r) => r.trueConversion[arm]),
          ),
        ),
      ).toBeLessThan(4);
    }
  });
});
