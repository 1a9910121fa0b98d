export { ArrivalClock } from './clock.ts';
export { DeduplicationIndex } from './deduplication.ts';
export { EventSchema, type IncomingEvent, Timestamp } from './event-schema.ts';
export { builtInTypes, EventTypes, reservedTypes } from './event-types.ts';
export { type IngestContext, Ingestor, type IngestorOptions, type IngestResult } from './ingestor.ts';
export { checkJson, escapePointer, type JsonProblem } from './json-text.ts';
export { limits } from './limits.ts';
export { hasControl, show, textProblem } from './text.ts';
export { parseTimestamp } from './time.ts';
