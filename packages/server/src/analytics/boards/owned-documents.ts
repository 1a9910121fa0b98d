import { randomUUID } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { DocumentRepository } from '../../stores/control/control-store.ts';
import type { JsonObject } from '../../stores/journal/record.ts';
import { type Author, maySee, type Owned, type Reader, requireEdit } from './author.ts';

export interface Stored<T> {
  id: string;
  version: number;
  author: Author;
  createdAt: number;
  updatedAt: number;
  content: T;
}

export interface OwnedDocumentsOptions {
  /** What one is called in messages: "board". */
  noun: string;
  documents: DocumentRepository;
  /** How many there may be. */
  most: number;
  now?: () => number;
}

/** Documents that people make for themselves or share: who sees and changes them, and versions against lost changes. */
export class OwnedDocuments<T extends { shared: boolean }> {
  readonly #options: OwnedDocumentsOptions;
  readonly #now: () => number;

  constructor(options: OwnedDocumentsOptions) {
    this.#options = options;
    this.#now = options.now ?? Date.now;
  }

  /** What the reader may see, newest change first. */
  async list(reader: Reader): Promise<Stored<T>[]> {
    const all = (await this.#options.documents.list()).map((one) => fromDocument<T>(one));
    return all.filter((one) => maySee(owned(one), reader)).sort((a, b) => b.updatedAt - a.updatedAt);
  }

  /** @throws AppError `not_found`, also for what the reader may not see */
  async get(id: string, reader: Reader): Promise<Stored<T>> {
    const found = await this.find(id);
    if (found === undefined || !maySee(owned(found), reader)) {
      const { noun } = this.#options;
      throw new AppError('not_found', `there is no ${noun} ${JSON.stringify(id.slice(0, 100))}`);
    }
    return found;
  }

  /** Whoever asks. */
  async find(id: string): Promise<Stored<T> | undefined> {
    const found = await this.#options.documents.get(id);
    return found && fromDocument<T>(found);
  }

  /** @param id of one that was removed, to put it back */
  async create(content: T, { id: by, name }: Reader, id: string = randomUUID()): Promise<Stored<T>> {
    const { documents, most, noun } = this.#options;
    if ((await documents.list()).length >= most) {
      throw new AppError('conflict', `there are ${most} of kind ${noun} already; remove one first`);
    }
    const now = this.#now();
    const one = { id, author: { id: by, name }, createdAt: now, updatedAt: now, content };
    return { ...one, version: await documents.put(id, toBody(one), now, 0) };
  }

  /** Rejects with `conflict` when another version is stored. */
  async put(id: string, content: T, reader: Reader, expectedVersion?: number): Promise<Stored<T>> {
    const stored = await this.get(id, reader);
    requireEdit(owned(stored), reader);
    const one = { ...stored, content, updatedAt: this.#now() };
    const body = toBody(one);
    const version = await this.#options.documents.put(id, body, one.updatedAt, expectedVersion);
    return { ...one, version };
  }

  async remove(id: string, reader: Reader): Promise<void> {
    requireEdit(owned(await this.get(id, reader)), reader);
    await this.#options.documents.remove(id);
  }
}

function owned<T extends { shared: boolean }>({ author, content }: Stored<T>): Owned {
  return { author, shared: content.shared };
}

function toBody({
  author,
  createdAt,
  content,
}: {
  author: Author;
  createdAt: number;
  content: object;
}): JsonObject {
  return JSON.parse(JSON.stringify({ author, createdAt, content }));
}

function fromDocument<T>(document: {
  name: string;
  version: number;
  body: JsonObject;
  updatedAt: number;
}): Stored<T> {
  const { author, createdAt, content } = document.body as unknown as Pick<
    Stored<T>,
    'author' | 'createdAt' | 'content'
  >;
  return {
    id: document.name,
    version: document.version,
    author,
    createdAt,
    content,
    updatedAt: document.updatedAt,
  };
}
