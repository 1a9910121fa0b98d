import { Random } from '@personalize/learn';
import { BestItems } from './best-items.ts';
import { arrivalTimes } from './context.ts';
import type { Decision, ShownItem } from './decision.ts';
import { DueQueue } from './due-queue.ts';
import type { WorldExperiment } from './experiment.ts';
import { guessedEngagement, type LoggingPolicy } from './logging-policy.ts';
import type { World } from './world.ts';

export interface DecisionsOptions {
  world: World;
  policy: LoggingPolicy;
  experiment: WorldExperiment;
  decisions: number;
  days: number;
  /** Ranks of each decision. */
  slate: number;
}

interface Click {
  item: number;
  rank: number;
  features: Float64Array | undefined;
}

/**
 * Customers come, the policy decides, they click and convert by the true probabilities, each slot for itself.
 * The policy learns of a click when it happens, not before. The world's seed decides everything.
 */
export function* decisionsOf(options: DecisionsOptions): Generator<Decision, void> {
  const { world, policy, experiment, slate } = options;
  const { seed, start, idPrefix = '' } = world.options;
  const random = new Random(seed).fork();
  const [arrivals, choices, outcomes] = [random.fork(), random.fork(), random.fork()];
  const attractions = new Float64Array(world.items.length);
  const best = new BestItems(slate);
  const clicks = new DueQueue<Click>();
  const earlier = new Uint32Array(world.customers.size);
  let number = 0;
  for (const at of arrivalTimes(options.decisions, start, options.days, arrivals)) {
    for (const { item, rank, features } of clicks.until(at)) policy.clicked(item, rank, features);
    const visit = world.arrive(at, arrivals);
    const variant = experiment.variantOf(visit.customer);
    const lift = experiment.liftOf(variant);
    const slots: ShownItem[] = [];
    world.writeAttractions(visit, attractions, lift);
    best.find(attractions);
    for (const { index: item, rank, propensity } of policy.choose(visit, slate, choices)) {
      const clickProbability = world.clickProbability(visit, item, rank, lift);
      const conversionProbability = world.conversionProbability(visit, item);
      const clickedAt = outcomes.bernoulli(clickProbability) ? at + world.clickDelay(outcomes) : null;
      const converts = clickedAt !== null && outcomes.bernoulli(conversionProbability);
      const convertedAt = converts ? clickedAt + world.conversionDelay(item, outcomes) : null;
      const value = converts ? moneyOf(world.items[item].value, outcomes) : 0;
      const features = policy.featuresOf(visit, item);
      policy.shown(item, rank, features);
      if (clickedAt !== null) clicks.add(clickedAt, { item, rank, features });
      slots.push({
        item,
        rank,
        propensity,
        expectedEngagement: guessedEngagement(world, visit, item, rank),
        clickedAt,
        convertedAt,
        value,
        clickProbability,
        conversionProbability,
        oracleItem: best.items[rank],
        oracleClickProbability: best.oracleAt(rank, attractions),
        uniformClickProbability: best.uniformAt(rank),
      });
    }
    const decision = {
      decisionId: `${idPrefix}d${++number}`,
      visit,
      variant,
      earlier: earlier[visit.customer]++,
      slots,
    };
    experiment.add(decision);
    yield decision;
  }
}

/** Around the item's mean: log-normal, in whole cents. */
function moneyOf(mean: number, random: Random): number {
  const spread = 0.4;
  return Math.max(
    0.01,
    Math.round(100 * mean * Math.exp(random.normal(-(spread * spread) / 2, spread))) / 100,
  );
}
