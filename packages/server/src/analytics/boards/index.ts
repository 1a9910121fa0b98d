export type { Author, Reader } from './author.ts';
export { type Board, boardSchema, cardSchema, parseBoard, rangeOf } from './board.ts';
export { OwnedDocuments, type Stored } from './owned-documents.ts';
export { runCard } from './run-card.ts';
export { type Share, ShareService } from './share-service.ts';
