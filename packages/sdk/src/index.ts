export { ApiError, ConnectionError, type FieldError, type Problem } from './api-error.ts';
export { type Client, type ClientOptions, createClient } from './client.ts';
export { type Event, EventQueue, type EventQueueOptions, type EventVerdicts } from './event-queue.ts';
export type { Operations, Schemas } from './generated/api.ts';
export type { LiveOptions, LiveState } from './live.ts';
export type { OperationInput, OperationName, OperationOutput, RequestOptions } from './operation.ts';
export type { TransportOptions } from './transport.ts';
