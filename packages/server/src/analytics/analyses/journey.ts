import { checkFilter, zoneOf } from '../semantic/check-query.ts';
import type { Dimension } from '../semantic/dimensions.ts';
import { leaves } from '../semantic/filters.ts';
import type { SemanticModel } from '../semantic/model.ts';
import { Params } from '../semantic/params.ts';
import type { Filter } from '../semantic/query.ts';
import { invalid } from '../semantic/refusal.ts';

/** Filters over single events, checked. Throws `invalid_request`. */
export function eventFilters(
  model: SemanticModel,
  filters: readonly unknown[] | undefined,
  path: string,
): Filter[] {
  return (filters ?? []).map((filter, i) => {
    const checked = checkFilter(filter, `${path}/${i}`, model);
    for (const { dimension } of leaves(checked)) eventDimension(model, dimension, `${path}/${i}`);
    return checked;
  });
}

/** Binds the zone in which weekdays and hours of the day are meant. Throws `invalid_request`. */
export function bindZone(params: Params, timeZone = 'UTC'): void {
  params.values.timeZone = zoneOf(timeZone);
}

/** A dimension that single events have. Throws `invalid_request`. */
export function eventDimension(model: SemanticModel, name: string, path: string): Dimension {
  const dimension = model.dimension(name, path);
  if (dimension.sql('events', 'e.timestamp', new Params()) === undefined) {
    throw invalid(
      path,
      `${name} is no dimension of single events`,
      `${name} não é uma dimensão de eventos isolados`,
    );
  }
  return dimension;
}
