/** Letters that lead to pages after `g`. */
export const goKeys: Record<string, string> = {
  o: '/',
  x: '/explore',
  f: '/funnels',
  r: '/retention',
  h: '/paths',
  s: '/segments',
  i: '/catalog',
  t: '/reports',
  l: '/pipeline',
  y: '/settings',
  c: '/customers',
  e: '/experiments',
  d: '/decisions',
  p: '/placements',
  m: '/models',
  a: '/alerts',
  b: '/boards',
  n: '/connect',
};

/** Whether keys belong to what has the focus: a field, or something of its own that listens. */
export function isTyping(target: EventTarget | null): boolean {
  if (!(target instanceof HTMLElement)) return false;
  return (
    target.isContentEditable || target.closest('input, textarea, select, [role=menu], [role=dialog]') !== null
  );
}

/** The letter that leads to a page after `g`. */
export function keyOf(path: string): string | undefined {
  return Object.keys(goKeys).find((key) => goKeys[key] === path);
}
