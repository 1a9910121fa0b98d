import type { JsonObject } from '../../stores/journal/record.ts';
import type { AlertDefinition } from './definition.ts';
import type { Judged } from './judge.ts';
import { calmProgress, type Progress } from './progress.ts';

export const historyKinds = [
  'firing',
  'ok',
  'noData',
  'error',
  'snoozed',
  'woken',
  'acknowledged',
  'delivered',
  'undelivered',
  'changed',
] as const;

export interface HistoryEntry {
  /** Epoch ms. */
  at: number;
  kind: (typeof historyKinds)[number];
  value: number | null;
  /** Who did it, where it went or what went wrong; '' without. */
  detail: string;
}

/** What an alert knows between two looks; kept in the control store. */
export interface AlertState {
  progress: Progress;
  /** When the state began, epoch ms. */
  since: number;
  /** Start of the newest period judged; 0: none yet. */
  judgedTo: number;
  /** The newest periods judged, oldest first. */
  recent: Judged[];
  snoozedUntil: number | null;
  acknowledged: { by: string; at: number } | null;
  /** Whether receivers were told that it fires, and hence have to hear that it is over. */
  told: boolean;
  /** Problems that it fires for, by their keys; for alerts of problems. */
  problems?: string[];
  /** Why it could not be judged; null: it could. */
  error: string | null;
  history: HistoryEntry[];
}

export interface StoredAlert {
  id: string;
  version: number;
  definition: AlertDefinition;
  createdAt: number;
  createdBy: string;
  updatedAt: number;
  state: AlertState;
}

export type AlertStatus = 'ok' | 'firing' | 'noData' | 'snoozed' | 'error' | 'off';

/** What an alert is now: being off, snoozed or unjudgeable hides what its series says. */
export function statusOf({ definition, state }: StoredAlert, now: number): AlertStatus {
  if (!definition.enabled) return 'off';
  if (state.snoozedUntil !== null && state.snoozedUntil > now) return 'snoozed';
  if (state.error !== null) return 'error';
  return state.progress.state;
}

const mostHistory = 200;
const mostRecent = 48;

export function newState(now: number): AlertState {
  return {
    ...{ progress: calmProgress, since: now, judgedTo: 0, recent: [], snoozedUntil: null },
    ...{ acknowledged: null, told: false, error: null, history: [] },
  };
}

/** Adds to the history; its oldest entries fall out. */
export function note(
  state: AlertState,
  kind: HistoryEntry['kind'],
  at: number,
  value: number | null = null,
  detail = '',
): void {
  state.history.push({ at, kind, value, detail: detail.slice(0, 500) });
  if (state.history.length > mostHistory) state.history.splice(0, state.history.length - mostHistory);
}

export function keepRecent(state: AlertState, judged: readonly Judged[]): void {
  state.recent = [...state.recent, ...judged].slice(-mostRecent);
}

export const toJson = (value: object): JsonObject => JSON.parse(JSON.stringify(value));
