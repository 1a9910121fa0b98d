export { type OnlineStoreOptions, openOnlineStore, openVolatileStore } from './memory-store.ts';
export type { OnlineStore, PartedSection, SectionPart, StateSection, TableOptions } from './online-store.ts';
export type { JsonColumn, ListColumn, ListShape, NumberColumn, StateTable } from './state-table.ts';
