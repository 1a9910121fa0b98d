import { useRef } from 'react';
import type { Recommendation } from '../../api/customers.ts';

interface Slate {
  placement: string | undefined;
  decisionId: string;
  ranks: Map<string, number>;
}

/** Item → rank in the answer before this one for the same placement; undefined while there was none. */
export function usePreviousRanks(
  placement: string | undefined,
  decisionId: string | undefined,
  rows: readonly Recommendation[] | undefined,
): ReadonlyMap<string, number> | undefined {
  const slates = useRef<{ current?: Slate; previous?: Slate }>({});
  if (decisionId !== undefined && rows && slates.current.current?.decisionId !== decisionId) {
    const next = { placement, decisionId, ranks: new Map(rows.map(({ itemId, rank }) => [itemId, rank])) };
    const { current } = slates.current;
    slates.current = { current: next, previous: current?.placement === placement ? current : undefined };
  }
  return slates.current.previous?.ranks;
}
