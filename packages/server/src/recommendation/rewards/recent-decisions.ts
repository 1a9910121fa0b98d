import type { ProfileDecision } from '../../profiles/profile.ts';
import type { StateTable } from '../../stores/online/state-table.ts';
import type { Catalog } from '../catalog/catalog.ts';
import { type DecisionLog, slotFlag } from './decision-log.ts';
import type { RewardTable } from './reward-totals.ts';

/** What was recommended to a customer lately and what came of it, newest first. */
export function recentDecisions(
  log: DecisionLog,
  rewards: RewardTable,
  items: StateTable,
  catalog: Catalog,
  customerRow: number,
): ProfileDecision[] {
  return log.ofCustomer(customerRow).map((row) => {
    const { time, placementRow, modelRow, variantRow, slots } = log.get(row);
    return {
      decisionId: log.table.key(row)!,
      timestamp: time,
      placement: rewards.name(placementRow),
      model: rewards.name(modelRow),
      ...(variantRow < 0 ? {} : { variant: rewards.name(variantRow) }),
      items: Array.from({ length: slots }, (_, slot) => {
        const itemRow = log.slotItem(row, slot);
        const flags = log.slotFlags(row, slot);
        return {
          rank: slot + 1,
          itemId: items.key(itemRow) ?? '',
          title: catalog.get(itemRow)?.title,
          seen: (flags & slotFlag.seen) !== 0,
          clicked: (flags & slotFlag.clicked) !== 0,
          bought: (flags & slotFlag.bought) !== 0,
        };
      }),
    };
  });
}
