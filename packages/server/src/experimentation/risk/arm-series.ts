import type { Warehouse } from '../../stores/warehouse/warehouse.ts';

export type ArmKind = 'policy' | 'model' | 'variant' | 'campaign';
export type RiskReward = 'click' | 'conversion' | 'value';

export interface ArmQuery {
  by: ArmKind;
  reward: RiskReward;
  /** Epoch ms; `from` is included, `to` is not. */
  from: number;
  to: number;
  /** IANA zone whose days are the periods. */
  timeZone: string;
  placement?: string;
  /** Name of the arm that the others are held against. Default: see {@link readArms}. */
  control?: string;
  /** Days after a campaign reached a customer in which it counts. */
  campaignDays: number;
}

/** One arm's days beside its control's, of equal length; days as YYYY-MM-DD. */
export interface Arm {
  name: string;
  /** What it is held against: an arm's name, or null for the rest. */
  control: string | null;
  days: string[];
  treated: { count: number; reward: number }[];
  controls: { count: number; reward: number }[];
}

/** Arms that are reported at most, those with most decisions or customers. */
export const maxArms = 20;

/** Fixed text by kind: nothing of a request becomes SQL. */
export const armColumns = { policy: 'policy', model: 'model', variant: 'variant' } as const;

export const instant = (name: string): string => `fromUnixTimestamp64Milli({${name}:Int64}, 'UTC')`;

export type Queries = Pick<Warehouse, 'query'>;
