import type { LoggingPolicyName } from '../../simulation/world/logging-policy.ts';

interface SharedOptions {
  seed: number;
  quiet?: boolean;
}

/** Of the modes that talk to a server. */
export interface ServerOptions extends SharedOptions {
  url: string;
  key: string;
  visits: number;
  seconds?: number;
}

/** Of the modes that play the world whose truth is known. */
export interface WorldCommandOptions extends SharedOptions {
  customers: number;
  items: number;
  slate: number;
  clickRate: number;
  drift: number;
  changePoint: number[];
  changeSize: number;
}

export interface FilesOptions extends WorldCommandOptions {
  out: string;
  decisions: number;
  days: number;
  /** Epoch milliseconds. */
  start: number;
  policy: LoggingPolicyName;
  lift: number;
  force?: boolean;
}

export interface LiveCommandOptions extends WorldCommandOptions, ServerOptions {
  placement: string[];
  decisions?: number;
  speed: number;
}
