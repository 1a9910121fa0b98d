import { AppError } from '../../errors.ts';
import { dimensionPattern, type Experiment } from '../definition.ts';

/** What exposures are told apart by besides their variant. */
export interface Split {
  /** Names, such as `channel` or `attribute.tier`. */
  dimensions: string[];
  /** One SQL expression each over an exposure's row, a String; of `segment` an Array(String). */
  columns: string[];
  params: Record<string, string>;
  /** `segment`: a customer stands in several levels. */
  isOverlapping: boolean;
}

export const noSplit: Split = { dimensions: [], columns: [], params: {}, isOverlapping: false };

const pattern = new RegExp(dimensionPattern);

/**
 * Reads dimensions as the API names them; `segment` alone means every segment. Throws `invalid_request` for a
 * name that is none, one twice, `segment` beside another, and an attribute that exposures do not carry.
 */
export function splitBy(experiment: Experiment, dimensions: readonly string[], path: string): Split {
  const params: Record<string, string> = {};
  const columns = dimensions.map((name, i) => {
    const problem = problemOf(experiment, dimensions, name, i);
    if (problem !== undefined) {
      throw new AppError('invalid_request', `${path} ${problem}`, {
        errors: [{ path: `/${path}`, message: problem }],
      });
    }
    if (name === 'segment') return "JSONExtract(properties, 'segments', 'Array(String)')";
    const [kind, ...rest] = name.split('.');
    if (kind === 'channel' || kind === 'device') return `toString(${kind})`;
    const parameter = `${path}${i}`;
    params[parameter] = rest.join('.');
    return kind === 'segment'
      ? `if(has(JSONExtract(properties, 'segments', 'Array(String)'), {${parameter}:String}), 'in', 'out')`
      : `JSONExtractString(properties, 'attributes', {${parameter}:String})`;
  });
  return { dimensions: [...dimensions], columns, params, isOverlapping: dimensions.includes('segment') };
}

function problemOf(
  { attributes = [] }: Experiment,
  all: readonly string[],
  name: string,
  i: number,
): string | undefined {
  if (all.indexOf(name) < i) return `names ${name} twice`;
  if (name === 'segment') {
    return all.length === 1 ? undefined : 'crosses segment, whose levels overlap; use segment.NAME instead';
  }
  if (!pattern.test(name)) {
    return `must be channel, device, segment, segment.NAME or attribute.NAME, got ${name.slice(0, 100)}`;
  }
  const attribute = name.startsWith('attribute.') ? name.slice('attribute.'.length) : undefined;
  if (attribute === undefined || attributes.includes(attribute)) return undefined;
  return `names ${name}, but exposures carry ${attributes.length === 0 ? 'no attributes' : `the attributes ${attributes.join(', ')}`}; list it under the experiment's attributes`;
}
