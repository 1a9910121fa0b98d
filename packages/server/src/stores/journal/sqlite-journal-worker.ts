/** Worker entry: serves journal requests in order, with everything waiting to be appended in one transaction. */
import { type MessagePort, parentPort, receiveMessageOnPort, workerData } from 'node:worker_threads';
import { classifySqliteError } from '../sqlite-error.ts';
import type { Rows } from './row-writer.ts';
import { SqliteJournalFile } from './sqlite-journal-file.ts';
import type {
  AppendOutcome,
  JournalReady,
  JournalReply,
  JournalRequest,
  JournalWorkerData,
} from './sqlite-journal-protocol.ts';
import type { ReaderReply, ReaderRequest } from './stored-row.ts';

/** Characters in one transaction at most, so that the first append in line never waits long. */
const maxGroupLength = 16_000_000;

const port = parentPort;
if (port === null) throw new Error('sqlite-journal-worker.ts must be started as a worker thread');
const options = workerData as JournalWorkerData;

/** Ports of other threads that read. */
const readers = new Set<MessagePort>();

type Append = Extract<JournalRequest, { kind: 'append' }>;

function open(): SqliteJournalFile | undefined {
  try {
    const file = new SqliteJournalFile(options);
    port!.postMessage({ kind: 'ready', head: file.head } satisfies JournalReady);
    return file;
  } catch (error) {
    port!.postMessage({
      kind: 'unusable',
      failure: classifySqliteError(error, options.file),
    } satisfies JournalReady);
    return undefined;
  }
}

const journal = open();
if (journal !== undefined) port.on('message', (first: JournalRequest) => serve(journal, first));

function serve(file: SqliteJournalFile, first: JournalRequest): void {
  let request: JournalRequest | undefined = first;
  while (request !== undefined) {
    if (request.kind === 'append') {
      request = serveAppends(file, request);
    } else {
      send(answer(file, request));
      if (request.kind === 'close') port!.close();
      request = receive();
    }
  }
}

/** Takes every append that waits, stores them together, and returns the first request of another kind. */
function serveAppends(file: SqliteJournalFile, first: Append): JournalRequest | undefined {
  const group: Append[] = [];
  const appends: Rows[] = [];
  let length = 0;
  let request: JournalRequest | undefined = first;
  while (request?.kind === 'append' && length < maxGroupLength) {
    group.push(request);
    for (const one of request.appends) {
      appends.push(one);
      for (const row of one.rows) length += row.length;
    }
    request = receive();
  }
  const outcomes = file.append(appends);
  let start = 0;
  for (const one of group) {
    const end = start + one.appends.length;
    sendOutcomes(one.id, outcomes.slice(start, end));
    start = end;
  }
  return request;
}

function answer(file: SqliteJournalFile, request: Exclude<JournalRequest, Append>): JournalReply {
  const { id } = request;
  try {
    switch (request.kind) {
      case 'read':
        return { id, kind: 'rows', slice: file.read(request.from, request.to, request.maxTextLength) };
      case 'scan': {
        const { from, to, mentions, maxTextLength } = request;
        return { id, kind: 'rows', slice: file.scan(from, to, mentions, maxTextLength) };
      }
      case 'rewrite':
        file.rewrite(request.rows);
        break;
      case 'wipe':
        file.wipe();
        break;
      case 'position':
        return { id, kind: 'position', position: file.position(request.consumer) };
      case 'savePosition':
        file.savePosition(request.consumer, request.position);
        break;
      case 'attach':
        attach(file, request.port);
        break;
      case 'close':
        for (const reader of readers) reader.close();
        file.close();
        break;
    }
    return { id, kind: 'done' };
  } catch (error) {
    return { id, kind: 'failed', failure: file.failure(error) };
  }
}

/** Answers a reading thread. Its requests wait while appends are served, as those hold up clients. */
function attach(file: SqliteJournalFile, reader: MessagePort): void {
  readers.add(reader);
  reader.on('close', () => readers.delete(reader));
  reader.on('message', ({ from, to, maxBytes }: ReaderRequest) => {
    let reply: ReaderReply;
    try {
      reply = file.payloads(from, to, maxBytes);
    } catch (error) {
      reply = { failure: file.failure(error) };
    }
    const buffers = 'payloads' in reply ? reply.payloads.map(({ bytes }) => bytes.buffer) : [];
    reader.postMessage(reply, buffers);
  });
}

/** Gives the rows' bytes back instead of copying them. */
function sendOutcomes(id: number, outcomes: AppendOutcome[]): void {
  const given = outcomes.flatMap((outcome) =>
    'failure' in outcome ? [] : outcome.stored.map(({ buffer }) => buffer),
  );
  port!.postMessage({ id, kind: 'appended', outcomes } satisfies JournalReply, given);
}

function send(reply: JournalReply): void {
  port!.postMessage(reply);
}

function receive(): JournalRequest | undefined {
  return receiveMessageOnPort(port!)?.message as JournalRequest | undefined;
}
