import { AppError } from '../../errors.ts';

/** Who made something: kept by name, as keys and people come and go. */
export interface Author {
  id: string;
  name: string;
}

/** Who asks, and what they may do with what others share. */
export interface Reader extends Author {
  /** May change what others share. */
  editor: boolean;
  /** May see and change everything. */
  admin: boolean;
}

export interface Owned {
  author: Author;
  /** Everyone sees it; else its author alone. */
  shared: boolean;
}

export function maySee({ author, shared }: Owned, reader: Reader): boolean {
  return shared || author.id === reader.id || reader.admin;
}

/** @throws AppError `forbidden` */
export function requireEdit({ author, shared }: Owned, reader: Reader): void {
  if (author.id === reader.id || reader.admin || (shared && reader.editor)) return;
  throw new AppError('forbidden', `this belongs to ${author.name}; make a copy of your own to change it`);
}
