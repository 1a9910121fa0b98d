/** Worker of a test: counts the records that it reads. */
import { parentPort, workerData } from 'node:worker_threads';
import { type JournalReadHandle, openJournalReader } from '../journal-reader.ts';

const reader = openJournalReader(workerData as JournalReadHandle);
let records = 0;
for await (const { text } of reader.rows(0)) records += JSON.parse(text).length;
reader.close();
parentPort?.postMessage(records);
