import type { ServerResponse } from 'node:http';

export interface LiveHubOptions<T> {
  /** Makes a message; `full` for a client that has just come. */
  read: (full: boolean) => T;
  everyMs?: number;
  /** Bytes waiting for a client above which it is dropped. */
  mostBuffered?: number;
  mostClients?: number;
}

/**
 * Sends server-sent events to any number of clients: a message a second, made once for all of them. A client
 * that does not read is dropped rather than buffered; it reconnects and gets the whole picture anew.
 */
export class LiveHub<T> {
  readonly #options: Required<LiveHubOptions<T>>;
  readonly #clients = new Set<ServerResponse>();
  #timer: NodeJS.Timeout | undefined;
  #id = 0;

  constructor(options: LiveHubOptions<T>) {
    this.#options = { everyMs: 1000, mostBuffered: 256 * 1024, mostClients: 1000, ...options };
  }

  get clients(): number {
    return this.#clients.size;
  }

  get full(): boolean {
    return this.#clients.size >= this.#options.mostClients;
  }

  /** Takes over a response whose head is written. The first message is the whole picture, so that a client that comes back has no gap. */
  add(response: ServerResponse): void {
    // A client that left while its key was checked has told so already, and never will again.
    if (response.destroyed) return;
    this.#clients.add(response);
    response.on('close', () => this.#remove(response));
    response.write('retry: 1000\n\n');
    response.write(frame(this.#id, this.#options.read(true)));
    this.#timer ??= setInterval(() => this.#tick(), this.#options.everyMs);
  }

  /** Ends every stream, so that the server can stop. */
  close(): void {
    clearInterval(this.#timer);
    this.#timer = undefined;
    for (const response of this.#clients) {
      response.end();
      // Half-closed by a client that left, a connection would otherwise never count as idle.
      response.socket?.destroySoon();
    }
    this.#clients.clear();
  }

  #tick(): void {
    const text = frame(++this.#id, this.#options.read(false));
    for (const response of this.#clients) {
      if (response.writableLength > this.#options.mostBuffered) {
        response.destroy();
        this.#remove(response);
      } else response.write(text);
    }
  }

  #remove(response: ServerResponse): void {
    this.#clients.delete(response);
    if (this.#clients.size > 0) return;
    clearInterval(this.#timer);
    this.#timer = undefined;
  }
}

function frame(id: number, message: unknown): string {
  return `id: ${id}\ndata: ${JSON.stringify(message)}\n\n`;
}
