import { useState } from 'react';

/** Names for the rows of an edited list that stay with their rows when one before them is taken out. */
export function useRowIds(count: number): { ids: readonly string[]; drop: (row: number) => void } {
  const [made, setMade] = useState({ ids: [] as string[], next: 0 });
  let { ids, next } = made;
  if (ids.length !== count) {
    const added = Array.from({ length: Math.max(0, count - ids.length) }, (_, i) => `row ${next + i}`);
    ids = [...ids.slice(0, count), ...added];
    next += added.length;
    setMade({ ids, next });
  }
  return {
    ids,
    drop: (row) => setMade((now) => ({ ...now, ids: now.ids.filter((_, i) => i !== row) })),
  };
}
