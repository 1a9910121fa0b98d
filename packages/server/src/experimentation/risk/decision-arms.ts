import { type Arm, type ArmQuery, armColumns, instant, maxArms, type Queries } from './arm-series.ts';
import { credited, rewardHours, within } from './credited.ts';

interface Row {
  name: string;
  placement: string;
  day: string;
  decisions: string | number;
  reward: number;
}

interface Cell {
  decisions: number;
  reward: number;
}

const amount = {
  click: 'uniqExactIf(e.item_id, inside)',
  conversion: 'uniqExactIf(e.item_id, inside)',
  value: 'sumIf(ifNull(e.value, 0), inside)',
} as const;

/**
 * Reward per decision and day of each policy, model or variant, with that of its control: the arm named, for a
 * variant its experiment's `control`, else all other decisions of the day. A control is weighted to the
 * placements of the arm, so that a policy of the cart is not held against e-mails; placements where one of the
 * two made no decision that day are left out.
 */
export async function decisionArms(warehouse: Queries, query: ArmQuery): Promise<Arm[]> {
  const { reward, from, to, timeZone, placement } = query;
  const column = armColumns[query.by as keyof typeof armColumns];
  const { rows } = await warehouse.query<Row>(
    `SELECT name, placement, toString(day) AS day, count() AS decisions, toFloat64(sum(earned)) AS reward
     FROM (
       SELECT d.decision_id AS id, any(d.name) AS name, any(d.placement) AS placement, any(d.day) AS day,
         ${amount[reward].replaceAll('inside', inside)} AS earned
       FROM (
         SELECT decision_id, timestamp, placement, toString(${column}) AS name,
           toDate(timestamp, {timeZone:String}) AS day
         FROM decisions
         WHERE timestamp >= ${instant('from')} AND timestamp < ${instant('to')}
           AND ({placement:String} = '' OR placement = {placement:String})
       ) AS d
       LEFT JOIN (${credited(reward)}) AS e ON d.decision_id = e.decision_id
       GROUP BY d.decision_id
     )
     GROUP BY name, placement, day ORDER BY day`,
    {
      ...{ from, to, timeZone, placement: placement ?? '' },
      last: to + rewardHours * 3_600_000,
    },
    { timeoutMs: 30_000 },
  );
  return armsOf(rows, query);
}

const inside = `e.decision_id != '' AND ${within('e.timestamp', 'd.timestamp')}`;

function armsOf(rows: readonly Row[], query: ArmQuery): Arm[] {
  /** By arm, day and placement. */
  const cells = new Map<string, Map<string, Map<string, Cell>>>();
  const totals = new Map<string, number>();
  for (const { name, placement, day, decisions, reward } of rows) {
    const days = cells.get(name) ?? new Map<string, Map<string, Cell>>();
    cells.set(name, days);
    const placements = days.get(day) ?? new Map<string, Cell>();
    days.set(day, placements);
    placements.set(placement, { decisions: Number(decisions), reward });
    totals.set(name, (totals.get(name) ?? 0) + Number(decisions));
  }
  const names = [...cells.keys()]
    // Decisions without a variant are no arm of an experiment.
    .filter((name) => name !== '')
    .sort((a, b) => (totals.get(b) ?? 0) - (totals.get(a) ?? 0));
  return names
    .map((name) => ({ name, control: controlOf(name, names, query) }))
    .filter(({ name, control }) => name !== control)
    .slice(0, maxArms)
    .map(({ name, control }) => armOf(name, control, cells));
}

function controlOf(name: string, names: readonly string[], { by, control }: ArmQuery): string | null {
  if (control !== undefined) return control;
  if (by !== 'variant') return null;
  const own = `${name.slice(0, name.lastIndexOf(':'))}:control`;
  return names.includes(own) ? own : null;
}

function armOf(
  name: string,
  control: string | null,
  cells: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, Cell>>>,
): Arm {
  const arm: Arm = { name, control, days: [], treated: [], controls: [] };
  for (const [day, placements] of cells.get(name) ?? []) {
    const treated = { count: 0, reward: 0 };
    const controls = { count: 0, reward: 0 };
    for (const [placement, own] of placements) {
      const other = against(name, control, day, placement, cells);
      if (other.decisions === 0) continue;
      treated.count += own.decisions;
      treated.reward += own.reward;
      controls.count += own.decisions;
      controls.reward += (own.decisions * other.reward) / other.decisions;
    }
    arm.days.push(day);
    // Without any control that day the arm's own count stays, so that the reason is the control's absence.
    arm.treated.push(treated.count > 0 ? treated : total(placements));
    arm.controls.push(controls);
  }
  return arm;
}

function against(
  name: string,
  control: string | null,
  day: string,
  placement: string,
  cells: ReadonlyMap<string, ReadonlyMap<string, ReadonlyMap<string, Cell>>>,
): Cell {
  const sum = { decisions: 0, reward: 0 };
  for (const [other, days] of cells) {
    if (other === name || (control !== null && other !== control)) continue;
    const cell = days.get(day)?.get(placement);
    sum.decisions += cell?.decisions ?? 0;
    sum.reward += cell?.reward ?? 0;
  }
  return sum;
}

function total(placements: ReadonlyMap<string, Cell>): { count: number; reward: number } {
  let count = 0;
  let reward = 0;
  for (const cell of placements.values()) {
    count += cell.decisions;
    reward += cell.reward;
  }
  return { count, reward };
}
