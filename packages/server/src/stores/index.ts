export { openControlStore } from './control/sqlite-control-store.ts';
export { type JournalOptions, openJournal } from './journal/sqlite-journal.ts';
