import Type, { type Static } from 'typebox';
import {
  alertSchema,
  historyKinds,
  type StoredAlert,
  statusOf,
  toInput,
} from '../../analytics/alerts/index.ts';
import type { Caller } from '../auth/access.ts';
import { editors } from '../boards/reader.ts';
import { Nullable, Time, toTime, toTimeOrNull } from '../schemas.ts';
import { shownAddress } from '../webhook-address.ts';

const Number_ = Nullable(Type.Number());

export const Judged = Type.Object({
  at: Type.Integer({ description: 'Start of the period, epoch ms.' }),
  value: Number_,
  low: Nullable(Type.Number({ description: 'The least that is allowed.' })),
  high: Nullable(Type.Number({ description: 'The most that is allowed.' })),
  breach: Nullable(Type.Boolean({ description: 'Null: it cannot be told.' })),
});

export const Alert = Type.Object(
  {
    ...alertSchema.properties,
    id: Type.String(),
    version: Type.Integer(),
    createdAt: Time,
    updatedAt: Time,
    status: Type.Unsafe<ReturnType<typeof statusOf>>({
      type: 'string',
      enum: ['ok', 'firing', 'noData', 'snoozed', 'error', 'off'],
    }),
    firing: Type.Boolean({ description: 'Whether it fires, snoozed or not.' }),
    since: Time,
    snoozedUntil: Nullable(Time),
    acknowledged: Nullable(Type.Object({ by: Type.String(), at: Time })),
    error: Nullable(Type.String()),
    recent: Type.Array(Judged, { description: 'The newest periods, oldest first.' }),
  },
  { title: 'Alert' },
);

export const History = Type.Object({
  data: Type.Array(
    Type.Object({
      at: Time,
      kind: Type.Unsafe<(typeof historyKinds)[number]>({ type: 'string', enum: historyKinds }),
      value: Number_,
      detail: Type.String(),
    }),
  ),
  nextCursor: Type.Null(),
});

export const Preview = Type.Object(
  {
    points: Type.Array(Judged),
    episodes: Type.Array(
      Type.Object({
        from: Type.Integer({ description: 'Start of the period in which it would have fired, epoch ms.' }),
        to: Nullable(Type.Integer({ description: 'Null: it would still fire.' })),
        peak: Nullable(Type.Number({ description: 'The value furthest from what is allowed.' })),
      }),
    ),
    periods: Type.Integer(),
  },
  { title: 'AlertPreview' },
);

/** An alert as the API answers it to a caller. */
export function toApi(alert: StoredAlert, now: number, caller: Caller): Static<typeof Alert> {
  const { id, version, definition, createdAt, updatedAt, state } = alert;
  const { acknowledged } = state;
  const { channels = [], ...input } = toInput(definition);
  return {
    ...input,
    channels: channels.map((channel) =>
      channel.kind === 'webhook' ? { ...channel, to: shownAddress(channel.to, editors, caller) } : channel,
    ),
    ...{ id, version, createdAt: toTime(createdAt), updatedAt: toTime(updatedAt) },
    status: statusOf(alert, now),
    firing: definition.enabled && state.progress.state === 'firing',
    since: toTime(state.since),
    snoozedUntil: toTimeOrNull(
      state.snoozedUntil !== null && state.snoozedUntil > now ? state.snoozedUntil : null,
    ),
    acknowledged: acknowledged === null ? null : { by: acknowledged.by, at: toTime(acknowledged.at) },
    error: state.error,
    recent: state.recent,
  };
}
