import { randomUUID } from 'node:crypto';
import { type ClickHouseClient, type ClickHouseClientConfigOptions, createClient } from '@clickhouse/client';
import { Session } from 'chdb';
import { type ChdbConnection, createChdbConnection } from 'chdb/connection';

type ClientConnection = NonNullable<ClickHouseClientConfigOptions['connection']>;

/** Set on every connection; `memory` is bytes a statement may use. */
function connectionSettings(memory: number): Record<string, number | string> {
  return {
    max_threads: 2,
    max_insert_threads: 1,
    max_memory_usage: memory,
    // Larger intermediate results go to disk well before the bound.
    max_bytes_before_external_group_by: Math.floor(memory / 3),
    max_bytes_before_external_sort: Math.floor(memory / 3),
    session_timezone: 'UTC',
    async_insert: 0,
    max_partitions_per_insert_block: 0,
    // Small blocks keep each step of a stream short.
    max_block_size: 8192,
    output_format_json_quote_64bit_integers: 0,
    output_format_json_quote_denormals: 0,
    mutations_sync: 2,
  };
}

/** A connection to the engine in this process and the client over it. Statements on one connection queue up. */
export interface Lane {
  client: ClickHouseClient;
  connection: ChdbConnection;
}

/** Opens connections to one data folder; the engine itself must be open already. */
export class ChdbConnections {
  readonly #path: string;
  readonly #database: string;
  readonly #memory: number;

  constructor(path: string, database: string, memory: number) {
    this.#path = path;
    this.#database = database;
    this.#memory = memory;
  }

  async open(): Promise<Lane> {
    const connection = createChdbConnection({ path: this.#path });
    // Each package brings its own copy of this interface's types; they differ in the list of settings only.
    const client = createClient({ connection: connection as unknown as ClientConnection });
    await client.command({
      query: `USE \`${this.#database}\``,
      clickhouse_settings: connectionSettings(this.#memory),
    });
    return { client, connection };
  }

  /** A session for one streamed read with settings of its own; its user closes it. */
  async openStream(more: Record<string, number | string>): Promise<Session> {
    const session = new Session(this.#path);
    const settings = { ...connectionSettings(this.#memory), ...more };
    const assignments = Object.entries(settings).map(([name, value]) =>
      typeof value === 'number' ? `${name} = ${value}` : `${name} = '${value}'`,
    );
    try {
      await session.queryAsync(`USE \`${this.#database}\``);
      await session.queryAsync(`SET ${assignments.join(', ')}`);
    } catch (error) {
      session.close();
      throw error;
    }
    return session;
  }
}

/**
 * A fixed number of connections, each lent to one user at a time, first come first served.
 *
 * A connection on which a statement failed is replaced: chDB keeps the rows that the failed statement had
 * already written and puts them in front of the next one's result.
 */
export class LanePool {
  readonly #connections: ChdbConnections;
  readonly #idle: Lane[];
  readonly #waiting: ((lane: Lane) => void)[] = [];
  readonly #size: number;
  #closed: (() => void) | undefined;

  private constructor(connections: ChdbConnections, lanes: Lane[]) {
    this.#connections = connections;
    this.#idle = lanes;
    this.#size = lanes.length;
  }

  static async open(connections: ChdbConnections, size: number): Promise<LanePool> {
    const lanes: Lane[] = [];
    for (let i = 0; i < size; i++) lanes.push(await connections.open());
    return new LanePool(connections, lanes);
  }

  async use<T>(work: (lane: Lane) => Promise<T>): Promise<T> {
    let lane = this.#idle.pop() ?? (await new Promise<Lane>((resolve) => this.#waiting.push(resolve)));
    try {
      return await work(lane);
    } catch (error) {
      lane = await this.#replace(lane);
      throw error;
    } finally {
      this.#release(lane);
    }
  }

  /** Resolves when every connection is back and closed. Nothing may be lent after. */
  async close(): Promise<void> {
    if (this.#idle.length < this.#size) await new Promise<void>((resolve) => (this.#closed = resolve));
    for (const lane of this.#idle.splice(0)) await lane.client.close();
  }

  async #replace(lane: Lane): Promise<Lane> {
    try {
      const fresh = await this.#connections.open();
      await lane.client.close();
      return fresh;
    } catch {
      return lane;
    }
  }

  #release(lane: Lane): void {
    const next = this.#waiting.shift();
    if (next !== undefined) {
      next(lane);
      return;
    }
    this.#idle.push(lane);
    if (this.#idle.length === this.#size) this.#closed?.();
  }
}

/** A comment in front of a statement by which it can be found and stopped. */
export function newTag(): string {
  return `/* ${randomUUID()} */`;
}

/** Stops the statement that starts with `tag`; it then fails with QUERY_WAS_CANCELLED within some 50 ms. */
export async function stopStatement(lane: Lane, tag: string): Promise<void> {
  await lane.client.command({
    query: 'KILL QUERY WHERE startsWith(query, {tag:String}) ASYNC',
    query_params: { tag },
  });
}
