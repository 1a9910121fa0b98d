export const hour = 3_600_000;
export const dayMs = 24 * hour;
const perDay = 300;
const exposureDays = 4;
/** The experiment began ten whole days ago; customers are exposed on its first four days, at noon. */
const today = Math.floor(Date.now() / dayMs) * dayMs;
export const start = today - 10 * dayMs;

/** An experiment with a metric of each kind, and what its customers do. */
export const definition = {
  key: 'shop',
  hypothesis: 'It sells more.',
  variants: [
    { key: 'control', weight: 0.5, effect: { kind: 'none' } },
    { key: 'new', weight: 0.5, effect: { kind: 'none' } },
  ],
  attributes: ['tier'],
  metrics: [
    { key: 'buyers', kind: 'proportion', role: 'goal', events: ['purchase'] },
    { key: 'early', kind: 'mean', of: 'count', role: 'secondary', events: ['purchase'], conversionDays: 1 },
    {
      key: 'revenue',
      kind: 'revenue',
      role: 'goal',
      events: ['purchase'],
      currency: 'BRL',
      winsoriseAt: 0.9,
    },
    {
      key: 'perOrder',
      kind: 'ratio',
      of: 'value',
      currency: 'BRL',
      role: 'secondary',
      events: ['purchase'],
      denominator: ['purchase'],
    },
    {
      key: 'order90',
      kind: 'quantile',
      level: 0.9,
      of: 'value',
      currency: 'BRL',
      role: 'goal',
      events: ['purchase'],
    },
    {
      key: 'path',
      kind: 'funnel',
      role: 'secondary',
      steps: [['page_view'], ['add_to_cart', 'wish'], ['purchase']],
    },
    { key: 'back', kind: 'retention', role: 'secondary', events: ['page_view'], fromDay: 2, toDay: 4 },
  ],
  plan: { minimumDays: 0, plannedSample: 2000 },
};

/** What customer i does; everything is told by their number, so that every sum is known. */
export interface Person {
  i: number;
  variant: string;
  day: number;
  tier: string;
  channel: string;
  device: string;
  events: { type: string; after: number; value?: number }[];
}
export const people: Person[] = Array.from({ length: perDay * exposureDays }, (_, i) => {
  const treated = (i * 7919) % 2 === 1;
  const tier = ['gold', 'basic'][Math.floor(i / 2) % 2];
  const h = Math.floor((i * 2_654_435_761) / 65_536) % 1000;
  const buys = h < (tier === 'gold' ? 500 : 100) + (treated ? 150 : 0);
  const events: Person['events'] = [{ type: 'page_view', after: hour }];
  if (h % 3 === 0) events.push({ type: 'page_view', after: 3 * dayMs });
  if (h % 4 !== 1) events.push({ type: h % 8 === 0 ? 'wish' : 'add_to_cart', after: 2 * hour });
  // Bought before it lay in the cart: no passage through the funnel.
  if (buys) events.push({ type: 'purchase', after: h % 5 === 0 ? hour / 2 : 3 * hour, value: 10 + (h % 97) });
  if (buys && h % 2 === 0) events.push({ type: 'purchase', after: 2 * dayMs, value: 20 + (h % 53) });
  const [channel, device] = [
    ['web', 'app'][Math.floor(i / 4) % 2],
    i % 50 === 0 ? 'watch' : ['desktop', 'mobile'][Math.floor(i / 8) % 2],
  ];
  return {
    i,
    variant: treated ? 'new' : 'control',
    day: Math.floor(i / perDay),
    tier,
    channel,
    device,
    events,
  };
});
export const firstSeen = ({ day }: Person) => start + day * dayMs + dayMs / 2;

export const mean = (values: number[]) => values.reduce((a, b) => a + b, 0) / values.length;
export const of = (variant: string) => people.filter((person) => person.variant === variant);
export const purchases = (person: Person, within = Infinity) =>
  person.events.filter(({ type, after }) => type === 'purchase' && after < within);
/** The quantile of all orders of some people, interpolated between the two next to it. */
export function orderQuantile(some: readonly Person[], level: number): number {
  const orders = some.flatMap((one) => purchases(one).map(({ value = 0 }) => value)).sort((a, b) => a - b);
  const at = level * (orders.length - 1);
  return orders[Math.floor(at)] + (at % 1) * (orders[Math.ceil(at)] - orders[Math.floor(at)]);
}
export const total = (person: Person) => purchases(person).reduce((sum, { value = 0 }) => sum + value, 0);
