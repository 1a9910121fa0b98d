export { type JournalOptions, openJournal } from './journal/sqlite-journal.ts';
