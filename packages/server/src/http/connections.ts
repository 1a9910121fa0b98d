import type { Server } from 'node:http';
import type { Socket } from 'node:net';

/**
 * Which of a server's connections have a request under way. Node's own `closeIdleConnections` keeps those that
 * were opened and never used, as browsers and clients do ahead of time, and so a stop would wait for them.
 */
export class Connections {
  readonly #open = new Set<Socket>();
  readonly #busy = new Set<Socket>();

  constructor(server: Server) {
    server.on('connection', (socket: Socket) => {
      this.#open.add(socket);
      socket.on('close', () => this.#open.delete(socket));
    });
    server.on('request', ({ socket }, response) => {
      this.#busy.add(socket);
      response.on('close', () => this.#busy.delete(socket));
    });
  }

  closeIdle(): void {
    for (const socket of this.#open) if (!this.#busy.has(socket)) socket.destroySoon();
  }
}
