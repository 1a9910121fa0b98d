import { readFilter, writeFilter } from '../../components/asking/filter.ts';

/**
 * The address of the page after a step of the diagram was chosen. A step that is a type of event becomes what paths
 * begin with, or what they lead to when it lies before an end; where steps are called by another dimension, the
 * anchor (or, without one, the whole question) is filtered by its value.
 *
 * @param step 0 is the anchor, steps before an end are negative
 */
export function anchoredAt(search: URLSearchParams, value: string, step: number): URLSearchParams {
  const next = new URLSearchParams(search);
  const backwards = step < 0 || (!search.has('start') && search.has('end'));
  const by = search.get('by') ?? '';
  if (by === '' || by === 'eventType') {
    next.set(backwards ? 'end' : 'start', value);
    // Filters of another event would seldom hold for this one; between two anchors the other one stays.
    next.delete(backwards ? 'ef' : 'sf');
    return next;
  }
  const name = backwards ? 'ef' : search.has('start') ? 'sf' : 'f';
  const filter = readFilter(next.get(name) ?? '');
  const leaf = { dimension: by, op: 'in' as const, values: [value] };
  // A second choice of the same dimension takes the place of the first.
  const others = filter.parts.filter((part) => !('dimension' in part) || part.dimension !== by);
  next.set(
    name,
    writeFilter(
      filter.join === 'and'
        ? { join: 'and', parts: [...others, leaf] }
        : { join: 'and', parts: [filter, leaf] },
    ),
  );
  return next;
}
