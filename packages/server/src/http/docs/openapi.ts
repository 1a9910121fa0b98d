/** A part of an OpenAPI document. */
type Node = Record<string, unknown>;

/**
 * Moves every schema with a `title` of one capitalised word into `components.schemas` and refers to it there, so
 * that readers and client generators see one `Event`, however many routes use it. Returns a new document.
 */
export function nameSchemas(document: Node): Node {
  const schemas: Node = {};
  const copy = walk(document, schemas) as Node;
  const components = (copy.components ?? {}) as Node;
  return { ...copy, components: { ...components, schemas: { ...(components.schemas as Node), ...schemas } } };
}

function walk(node: unknown, schemas: Node): unknown {
  if (Array.isArray(node)) return node.map((entry) => walk(entry, schemas));
  if (typeof node !== 'object' || node === null) return node;
  const copy: Node = {};
  for (const [key, value] of Object.entries(node)) copy[key] = walk(value, schemas);
  const { title } = copy;
  if (typeof title !== 'string' || !/^[A-Z][A-Za-z0-9]*$/.test(title) || !('type' in copy || 'anyOf' in copy))
    return copy;
  const known = schemas[title];
  if (known !== undefined && JSON.stringify(known) !== JSON.stringify(copy)) {
    throw new Error(`two different schemas are called ${title}`);
  }
  schemas[title] = copy;
  return { $ref: `#/components/schemas/${title}` };
}
