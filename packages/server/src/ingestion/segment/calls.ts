import { AppError } from '../../errors.ts';
import { show } from '../../show.ts';
import type { IncomingEvent } from '../event-schema.ts';
import { fromTrack } from './ecommerce.ts';

export const segmentCalls = ['track', 'identify', 'page', 'screen', 'group', 'alias'] as const;
export type SegmentCallType = (typeof segmentCalls)[number];

type Fields = Record<string, unknown>;

/**
 * The events that one call of Segment's HTTP tracking API stands for, still unchecked: ingestion judges them
 * like any other. Source: Segment, "Spec" (Common Fields, Track, Identify, Page, Screen, Group, Alias).
 * Throws `invalid_request` when it is no call at all.
 */
export function fromSegmentCall(call: unknown, type: SegmentCallType, path: string): IncomingEvent[] {
  if (!isFields(call)) throw invalid(path, `must be an object, got ${show(call)}`);
  const properties = fields(call.properties, `${path}/properties`);
  const traits = fields(call.traits, `${path}/traits`);
  const base = common(call, fields(call.context, `${path}/context`));
  switch (type) {
    case 'track': {
      if (typeof call.event !== 'string' || call.event === '') {
        throw invalid(`${path}/event`, `must be the event's name, got ${show(call.event)}`);
      }
      return fromTrack(base, call.event, properties);
    }
    case 'identify':
      return [{ ...base, type: 'identify', traits }];
    case 'page':
    case 'screen': {
      const named = { ...(call.name === undefined ? {} : { name: call.name }), ...properties };
      const view = type === 'page' ? 'page_view' : 'screen_view';
      return [
        {
          ...base,
          type: view,
          properties: call.category === undefined ? named : { ...named, category: call.category },
        },
      ];
    }
    case 'group':
      return [{ ...base, type: 'group', properties: { groupId: call.groupId, traits } }];
    case 'alias':
      return [
        { ...base, type: 'alias', anonymousId: (call.previousId ?? call.anonymousId) as string | undefined },
      ];
  }
}

/** The call type of one entry of a `batch`. Throws `invalid_request` when it has none that is known. */
export function callType(call: unknown, path: string): SegmentCallType {
  const type = isFields(call) ? call.type : undefined;
  const known = segmentCalls.find((name) => name === type);
  if (known === undefined)
    throw invalid(`${path}/type`, `must be one of ${segmentCalls.join(', ')}, got ${show(type)}`);
  return known;
}

/** Who, when, from where. Values of a wrong type are passed on, for ingestion to refuse by name. */
function common(call: Fields, context: Fields): IncomingEvent {
  const event = {
    messageId: call.messageId ?? undefined,
    type: '',
    customerId: call.userId ?? undefined,
    anonymousId: call.anonymousId ?? undefined,
    timestamp: call.originalTimestamp ?? call.timestamp ?? undefined,
    channel: channelOf(call, context),
    device: deviceOf(context),
  };
  if (typeof event.customerId === 'number') event.customerId = String(event.customerId);
  return event as IncomingEvent;
}

function channelOf(call: Fields, context: Fields): string | undefined {
  if (typeof call.channel === 'string') return call.channel;
  const library = isFields(context.library) ? context.library.name : undefined;
  if (library === 'analytics.js' || isFields(context.page)) return 'web';
  return isFields(context.app) ? 'app' : undefined;
}

function deviceOf(context: Fields): string | undefined {
  const device = isFields(context.device) ? context.device.type : undefined;
  if (device === 'ios' || device === 'android') return 'mobile';
  if (typeof device === 'string' && device !== '') return device.slice(0, 64).toWellFormed();
  const agent = context.userAgent;
  if (typeof agent !== 'string') return undefined;
  if (/iPad|Tablet/i.test(agent)) return 'tablet';
  return /Mobi|Android|iPhone/i.test(agent) ? 'mobile' : 'desktop';
}

function fields(value: unknown, path: string): Fields {
  if (value === undefined || value === null) return {};
  if (!isFields(value)) throw invalid(path, `must be an object, got ${show(value)}`);
  return value;
}

function isFields(value: unknown): value is Fields {
  return typeof value === 'object' && value !== null && !Array.isArray(value);
}

function invalid(path: string, message: string): AppError {
  return new AppError('invalid_request', `${path} ${message}`, { errors: [{ path, message }] });
}
