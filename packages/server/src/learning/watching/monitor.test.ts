import { describe, expect, it } from 'vitest';
import { arrivedShare } from './arrived.ts';
import { alertsOf, defaultControl } from './control-limits.ts';
import { hour, Service, start } from './testing/service.ts';

describe('the model monitor', () => {
  it('finds no drift where there is none, and names the feature that moved', () => {
    const service = new Service();
    service.serve(300, start);
    expect(service.monitor.reference('ranker@1')).toMatchObject({ source: 'firstServed', rows: 1000 });
    service.serve(1000, start + hour);
    const calm = service.report('ranker@1', start + hour, start + 2 * hour);
    expect(calm.features.every(({ psi, jensenShannon }) => psi < 0.05 && jensenShannon < 0.01)).toBe(true);
    expect(calm.scores!.psi).toBeLessThan(0.05);
    expect(alertsOf(calm, null, 0)).toEqual([]);

    service.serve(1000, start + 2 * hour, { shift: 1.5, missing: 0.4 });
    const moved = service.report('ranker@1', start + 2 * hour, start + 3 * hour);
    const of = (name: string) => moved.features.find((one) => one.name === name)!;
    expect(of('a').psi).toBeGreaterThan(0.5);
    expect(of('a').missing).toBe(0);
    expect(of('b').missing).toBeCloseTo(0.4, 1);
    expect(alertsOf(moved, null, 0).map(({ kind }) => kind)).toEqual(
      expect.arrayContaining(['featureDrift', 'missing']),
    );
    expect(alertsOf(moved, null, 0).some(({ rollsBack }) => rollsBack)).toBe(false);
  });

  it('counts each outcome once, by how late it came, and only within its day', () => {
    const service = new Service();
    service.serve(1, start, { rate: () => 0 });
    for (const at of [start + 5000, start + 6000]) service.event('d0', 'i1', 'click', at);
    service.event('d0', 'i2', 'click', start + 2 * hour);
    service.event('d0', 'i3', 'click', start + 25 * hour);
    service.event('d0', 'unknown', 'click', start + 5000);
    for (const at of [1, 2]) service.event('d0', 'i1', 'purchase', start + at * hour);
    const report = service.report('ranker@1', start, start + hour);
    expect(report).toMatchObject({
      decisions: 1,
      slots: 4,
      clicks: 2,
      conversions: 1,
      value: 4,
      clickedShare: 1,
    });
    expect(report.delays.filter(({ clicks }) => clicks > 0)).toEqual([
      { upToSeconds: 10, clicks: 1 },
      { upToSeconds: 21_600, clicks: 1 },
    ]);
  });

  it('follows an even share of the decisions where there are too many, so that a rise is no fall in clicks', () => {
    const service = new Service(2400);
    const quiet = { rate: () => 0 };
    service.serve(80, start, quiet);
    service.serve(80, start + hour, quiet);
    service.serve(5000, start + 2 * hour, quiet);
    const report = (at: number) => service.report('ranker@1', start + at * hour, start + (at + 1) * hour);
    expect([report(0), report(1)]).toMatchObject(Array(2).fill({ decisions: 80, followed: 80 }));
    const { followed } = report(2);
    expect(report(2)).toMatchObject({ decisions: 5000, slots: 20_000 });
    // 100 until it is noticed, then one of ever more: 100 (1 + ln 50).
    expect(followed).toBeGreaterThan(400);
    expect(followed).toBeLessThan(600);

    const saved = service.monitor.save();
    service.monitor = service.fresh();
    service.monitor.restore(saved);
    // Clicks come when all is over: on one decision of four, early and late ones alike.
    for (let i = 160; i < 5160; i += 4) service.event(`d${i}`, 'i1', 'click', start + 3 * hour);
    expect(report(2).clickedShare).toBeCloseTo(0.25, 1);
    expect(report(2).clicks).toBe(Math.round(report(2).clickedShare! * followed));

    service.serve(5000, start + 3 * hour, quiet);
    expect(report(3).followed).toBeGreaterThan(70);
    expect(report(3).followed).toBeLessThan(140);
  });

  it('is satisfied with probabilities that come true and alarmed by those that do not', () => {
    const service = new Service();
    service.serve(2000, start);
    const good = service.report('ranker@1', start, start + hour).calibration;
    expect(good.error).toBeLessThan(0.03);
    service.serve(2000, start + hour, { rate: (score) => score / 4 });
    const bad = service.report('ranker@1', start + hour, start + 2 * hour);
    expect(bad.calibration.error).toBeGreaterThan(0.09);
    expect(alertsOf(bad, null, 0.01)).toMatchObject([{ kind: 'calibration', rollsBack: true }]);
  });

  it('expects no more clicks than have had time to come', () => {
    const service = new Service();
    const over = hour / 3;
    const delay = () => -over * Math.log(service.random.uniform());
    service.serve(2000, start, { delay });
    const { delays } = service.report('ranker@1', start, start + hour);
    const [began, now] = [start + 2 * hour, start + 2 * hour + over];
    service.serve(2000, began, { delay, over, until: now });
    const young = service.report('ranker@1', began, began + hour);
    expect(alertsOf(young, null, 0)).toMatchObject([{ kind: 'calibration' }]);
    const arrived = arrivedShare(service.monitor.hours('ranker@1', began / hour), delays, began, now);
    // Of clicks as late as this, e⁻¹ have come to decisions that are 0 to 20 minutes old; bins round that down.
    expect(arrived).toBeGreaterThan(0.2);
    expect(arrived).toBeLessThan(Math.exp(-1));
    expect(alertsOf(young, null, 0, defaultControl, arrived)).toEqual([]);
    expect(arrivedShare(service.monitor.hours('ranker@1'), delays, 0, start + 48 * hour)).toBeCloseTo(1, 2);
  });

  it('raises an alarm when a champion is clicked less than what served before, not for chance', () => {
    const service = new Service();
    service.serve(3000, start, { model: 'heuristic@1', rate: () => 0.1 });
    const before = service.report('heuristic@1', start, start + hour);
    service.serve(3000, start + hour, { model: 'ranker@2', rate: () => 0.1 });
    const same = service.report('ranker@2', start + hour, start + 2 * hour);
    expect(alertsOf(same, before, null)).toEqual([]);
    service.serve(3000, start + hour, { model: 'ranker@3', rate: () => 0.07 });
    const worse = service.report('ranker@3', start + hour, start + 2 * hour);
    expect(alertsOf(worse, before, null)).toMatchObject([{ kind: 'reward', rollsBack: true }]);
    service.serve(100, start + hour, { model: 'ranker@4', rate: () => 0 });
    expect(alertsOf(service.report('ranker@4', start + hour, start + 2 * hour), before, null)).toEqual([]);
  });

  it('goes on exactly where a checkpoint left it', () => {
    const service = new Service();
    service.serve(400, start);
    const saved = service.monitor.save();
    const before = service.report('ranker@1', start, start + hour);
    service.monitor = service.fresh();
    service.monitor.restore(saved);
    expect(service.report('ranker@1', start, start + hour)).toEqual(before);
    service.event('d399', 'i0', 'purchase', start + hour);
    expect(service.report('ranker@1', start, start + hour).conversions).toBe(before.conversions + 1);
  });
});
