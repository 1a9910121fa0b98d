import { expect, it } from 'vitest';
import { BodyGate } from './body-gate.ts';

it('lets bodies in up to a number of bytes, the others in order as room comes', () => {
  const gate = new BodyGate({ open: 100, waiting: 1000 });
  const started: string[] = [];
  const enter = (name: string, bytes: number) => gate.enter(bytes, () => started.push(name));
  for (const [name, bytes] of [
    ['a', 60],
    ['b', 40],
    ['c', 30],
    ['d', 70],
    ['e', 5],
  ] as const) {
    expect(enter(name, bytes)).toBe(true);
  }
  expect(started).toEqual(['a', 'b']);
  gate.leave(40);
  expect(started).toEqual(['a', 'b', 'c']);
  gate.leave(60);
  expect(started).toEqual(['a', 'b', 'c', 'd']);
  gate.leave(30);
  expect(started).toEqual(['a', 'b', 'c', 'd', 'e']);
});

it('lets a body larger than all room in when it is alone', () => {
  const gate = new BodyGate({ open: 100, waiting: 1000 });
  const started: number[] = [];
  gate.enter(10, () => started.push(10));
  gate.enter(500, () => started.push(500));
  gate.enter(10, () => started.push(11));
  expect(started).toEqual([10]);
  gate.leave(10);
  expect(started).toEqual([10, 500]);
  gate.leave(500);
  expect(started).toEqual([10, 500, 11]);
});

it('turns away what has no room to wait, and goes on', () => {
  const gate = new BodyGate({ open: 100, waiting: 100 });
  const started: number[] = [];
  expect(gate.enter(100, () => started.push(1))).toBe(true);
  expect(gate.enter(80, () => started.push(2))).toBe(true);
  expect(gate.enter(30, () => started.push(3))).toBe(false);
  expect(gate.enter(20, () => started.push(4))).toBe(true);
  gate.leave(100);
  expect(started).toEqual([1, 2, 4]);
  expect(gate.enter(0, () => started.push(5))).toBe(true);
  expect(started).toEqual([1, 2, 4, 5]);
});
