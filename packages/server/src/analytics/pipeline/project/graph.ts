/** Nodes so that each stands after what it reads, otherwise in the order given; what is in a cycle or behind one is left out. */
export function inOrder(
  ids: readonly string[],
  dependsOn: (id: string) => readonly string[],
): { order: string[]; cycles: string[][] } {
  const state = new Map<string, 'open' | 'done' | 'bad'>();
  const order: string[] = [];
  const cycles: string[][] = [];
  const known = new Set(ids);

  /** Walks without recursion: chains may be as long as a project has models. */
  for (const start of ids) {
    if (state.has(start)) continue;
    const path: { id: string; next: number; bad: boolean }[] = [{ id: start, next: 0, bad: false }];
    state.set(start, 'open');
    while (path.length > 0) {
      const top = path[path.length - 1];
      const needed = dependsOn(top.id).filter((id) => known.has(id));
      if (top.next < needed.length) {
        const id = needed[top.next++];
        const seen = state.get(id);
        if (seen === undefined) {
          state.set(id, 'open');
          path.push({ id, next: 0, bad: false });
        } else if (seen === 'open') {
          const from = path.findIndex((step) => step.id === id);
          cycles.push([...path.slice(from).map((step) => step.id), id]);
          top.bad = true;
        } else if (seen === 'bad') top.bad = true;
        continue;
      }
      path.pop();
      state.set(top.id, top.bad ? 'bad' : 'done');
      if (!top.bad) order.push(top.id);
      else if (path.length > 0) path[path.length - 1].bad = true;
    }
  }
  return { order, cycles };
}
