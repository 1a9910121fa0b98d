import { createHmac, hash, randomBytes, randomUUID, timingSafeEqual } from 'node:crypto';
import { AppError } from '../../errors.ts';
import type { DocumentRepository, SettingRepository } from '../../stores/control/control-store.ts';
import type { Author, Reader } from './author.ts';

/** A link that shows one board to whoever has it. */
export interface Share {
  id: string;
  boardId: string;
  /** Id of the board's author; older links do not have it. */
  boardAuthor?: string;
  author: Author;
  createdAt: number;
  expiresAt: number;
  revokedAt: number | null;
}

export interface ShareServiceOptions {
  documents: DocumentRepository;
  settings: SettingRepository;
  now?: () => number;
}

const keySetting = 'shares.key';
const mostPerBoard = 50;

/**
 * Links to boards. A token is `id.secret.signature`: the signature (HMAC-SHA-256 under a key of this server)
 * refuses altered tokens before anything is looked up; of the secret only its SHA-256 is stored.
 */
export class ShareService {
  readonly #documents: DocumentRepository;
  readonly #key: Buffer;
  readonly #now: () => number;

  private constructor({ documents, now }: ShareServiceOptions, key: Buffer) {
    this.#documents = documents;
    this.#key = key;
    this.#now = now ?? Date.now;
  }

  static async open(options: ShareServiceOptions): Promise<ShareService> {
    let key = await options.settings.get(keySetting);
    if (key === undefined) {
      key = randomBytes(32).toString('base64url');
      await options.settings.set(keySetting, key);
    }
    return new ShareService(options, Buffer.from(key, 'base64url'));
  }

  /** Newest first, also those that ended. */
  async list(boardId: string): Promise<Share[]> {
    return (await this.#all())
      .map(({ share }) => share)
      .filter((share) => share.boardId === boardId)
      .sort((a, b) => b.createdAt - a.createdAt);
  }

  /** The token is told here and never again. @throws AppError `conflict` when a board has too many */
  async create(
    board: { id: string; author: Author },
    author: Author,
    expiresAt: number,
  ): Promise<{ share: Share; token: string }> {
    const now = this.#now();
    const open = await this.#open(board.id);
    if (open.length >= mostPerBoard) {
      throw new AppError('conflict', `the board has ${mostPerBoard} open links already; revoke one first`);
    }
    const secret = randomBytes(24).toString('base64url');
    const { id: by, name } = author;
    const share: Share = {
      ...{ id: randomUUID(), boardId: board.id, boardAuthor: board.author.id },
      ...{ author: { id: by, name }, createdAt: now, expiresAt, revokedAt: null },
    };
    const body = JSON.parse(JSON.stringify({ share, hash: sha(secret) }));
    await this.#documents.put(share.id, body, now, 0);
    const signed = `${share.id}.${secret}`;
    return { share, token: `${signed}.${this.#sign(signed)}` };
  }

  /**
   * A board that is put back under its id is what its links show again: for those who could have changed it.
   * @throws AppError `forbidden`
   */
  async requirePutBack(boardId: string, { id, editor }: Reader): Promise<void> {
    if (editor || (await this.#open(boardId)).every(({ boardAuthor }) => boardAuthor === id)) return;
    throw new AppError(
      'forbidden',
      'links show this board; its author, or who may share boards, puts it back',
    );
  }

  /** @throws AppError `not_found` */
  async revoke(boardId: string, id: string): Promise<Share> {
    const found = (await this.#all()).find(({ share }) => share.id === id && share.boardId === boardId);
    if (found === undefined) throw new AppError('not_found', 'the board has no such link');
    const share = { ...found.share, revokedAt: found.share.revokedAt ?? this.#now() };
    await this.#documents.put(id, JSON.parse(JSON.stringify({ ...found, share })), this.#now());
    return share;
  }

  /** @throws AppError `not_found` for a token that is not ours, `gone` for one that expired or was revoked */
  async find(token: string): Promise<Share> {
    const end = token.lastIndexOf('.');
    const signed = token.slice(0, Math.max(0, end));
    if (!same(this.#sign(signed), token.slice(end + 1))) throw altered();
    const [id, secret = ''] = signed.split('.');
    const stored = await this.#documents.get(id);
    const found = stored?.body as unknown as StoredShare | undefined;
    if (found === undefined || !same(found.hash, sha(secret))) throw altered();
    const { share } = found;
    if (share.revokedAt !== null) throw new AppError('gone', 'this link was revoked; ask for a new one');
    if (share.expiresAt <= this.#now()) {
      throw new AppError(
        'gone',
        `this link expired at ${new Date(share.expiresAt).toISOString()}; ask for a new one`,
      );
    }
    return share;
  }

  async #open(boardId: string): Promise<Share[]> {
    const now = this.#now();
    return (await this.list(boardId)).filter((one) => one.revokedAt === null && one.expiresAt > now);
  }

  async #all(): Promise<StoredShare[]> {
    return (await this.#documents.list()).map(({ body }) => body as unknown as StoredShare);
  }

  #sign(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }
}

interface StoredShare {
  share: Share;
  hash: string;
}

const sha = (secret: string): string => hash('sha256', secret, 'hex');

function same(a: string, b: string): boolean {
  const [left, right] = [Buffer.from(a), Buffer.from(b)];
  return left.length === right.length && timingSafeEqual(left, right);
}

const altered = () =>
  new AppError('not_found', 'this link is not valid: it was altered or cut off; ask for it again');
