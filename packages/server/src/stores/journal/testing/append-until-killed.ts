/** Child process of the crash test: appends without end and reports each acknowledged batch to its parent. */

import { openJournal } from '../sqlite-journal.ts';
import { eventsFrom } from './events.ts';

const journal = await openJournal(process.argv[2]);
let first = journal.head;

async function lane(size: number): Promise<void> {
  for (;;) {
    const mine = first;
    first += size;
    const offset = await journal.append(eventsFrom(mine, size));
    process.send?.({ offset, first: mine, count: size });
  }
}

await Promise.all([lane(1), lane(50), lane(500), lane(7)]);
