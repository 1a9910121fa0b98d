/** The parts of JSON Schema 2020-12 and OpenAPI 3.1 that become types. */
export interface Schema {
  $ref?: string;
  type?: string | string[];
  const?: unknown;
  enum?: unknown[];
  anyOf?: Schema[];
  oneOf?: Schema[];
  allOf?: Schema[];
  properties?: Record<string, Schema>;
  patternProperties?: Record<string, Schema>;
  additionalProperties?: boolean | Schema;
  required?: string[];
  items?: Schema | false;
  prefixItems?: Schema[];
  description?: string;
  default?: unknown;
}

interface Parameter {
  name: string;
  in: string;
  required?: boolean;
  schema?: Schema;
  description?: string;
}

interface Content {
  content?: Record<string, { schema?: Schema }>;
}

export interface OpenApiOperation {
  summary?: string;
  description?: string;
  parameters?: Parameter[];
  requestBody?: Content & { required?: boolean };
  responses?: Record<string, Content>;
}

export interface OpenApiDocument {
  paths: Record<string, Record<string, OpenApiOperation>>;
  components?: { schemas?: Record<string, Schema> };
}

const methods = ['get', 'post', 'put', 'patch', 'delete'];

/**
 * TypeScript declarations of an OpenAPI document: `Schemas` by component name, `Operations` by `METHOD /path`
 * with `path`, `query`, `body` and `response` where the operation has them. Operations are sorted, so that
 * the same API always gives the same text.
 */
export function emitTypes(document: OpenApiDocument): string {
  const schemas = byName(Object.entries(document.components?.schemas ?? {})).map(
    ([name, schema]) => `${comment(schema.description, 1)}  ${key(name)}: ${type(schema, 1)};\n`,
  );
  const operations = Object.entries(document.paths).flatMap(([path, item]) =>
    methods
      .filter((method) => item[method] !== undefined)
      .map((method) => [`${method.toUpperCase()} ${path}`, item[method]] as const),
  );
  return [
    '// Written from the OpenAPI document by `npm run generate -w @personalize/sdk`. Do not edit.',
    '',
    `export interface Schemas {\n${schemas.join('')}}`,
    '',
    `export interface Operations {\n${byName(operations)
      .map((entry) => emitOperation(...entry))
      .join('')}}`,
    '',
  ].join('\n');
}

/** Sorted by path before method, so that what belongs together stands together. */
function byName<T>(entries: (readonly [string, T])[]): (readonly [string, T])[] {
  const place = (name: string) => name.split(' ').reverse().join(' ');
  return [...entries].sort(([a], [b]) => (place(a) < place(b) ? -1 : 1));
}

function emitOperation(name: string, operation: OpenApiOperation): string {
  const parts: string[] = [];
  const parameters = operation.parameters ?? [];
  for (const place of ['path', 'query']) {
    const here = parameters
      .filter((parameter) => parameter.in === place)
      // What has a default may be left out, whatever the document says.
      .map((one) => ({ ...one, required: one.required && one.schema?.default === undefined }));
    if (here.length === 0) continue;
    const fields = here.map(
      ({ name: field, required, schema = {}, description }) =>
        `${comment(description, 3)}      ${key(field)}${required ? '' : '?'}: ${type(schema, 3)};\n`,
    );
    parts.push(
      `    ${place}${here.some(({ required }) => required) ? '' : '?'}: {\n${fields.join('')}    };\n`,
    );
  }
  const body = operation.requestBody;
  if (body) parts.push(`    body${body.required ? '' : '?'}: ${contentType(body)};\n`);
  parts.push(`    response: ${responseType(operation)};\n`);
  return `${comment(operation.summary ?? operation.description, 1)}  '${name}': {\n${parts.join('')}  };\n`;
}

function responseType(operation: OpenApiOperation): string {
  const good = Object.entries(operation.responses ?? {}).filter(([status]) => /^2/.test(status));
  const types = new Set(good.map(([, response]) => (response.content ? contentType(response) : 'undefined')));
  return types.size === 0 ? 'unknown' : [...types].join(' | ');
}

function contentType({ content = {} }: Content): string {
  const schemas = Object.values(content).flatMap(({ schema }) => (schema ? [schema] : []));
  if (schemas.length === 0) return 'unknown';
  return [...new Set(schemas.map((schema) => type(schema, 2)))].join(' | ');
}

function type(schema: Schema, depth: number): string {
  if (schema.$ref) return `Schemas[${quote(schema.$ref.split('/').at(-1) ?? '')}]`;
  if ('const' in schema) return JSON.stringify(schema.const);
  if (schema.enum) return schema.enum.map((value) => JSON.stringify(value)).join(' | ') || 'never';
  const union = schema.anyOf ?? schema.oneOf;
  if (union) return [...new Set(union.map((one) => type(one, depth)))].join(' | ');
  if (schema.allOf) return schema.allOf.map((one) => group(type(one, depth))).join(' & ');
  if (Array.isArray(schema.type)) {
    return schema.type.map((name) => type({ ...schema, type: name }, depth)).join(' | ');
  }
  switch (schema.type) {
    case 'string':
      return 'string';
    case 'number':
    case 'integer':
      return 'number';
    case 'boolean':
      return 'boolean';
    case 'null':
      return 'null';
    case 'array':
      if (schema.prefixItems) return `[${schema.prefixItems.map((one) => type(one, depth)).join(', ')}]`;
      return `${group(schema.items ? type(schema.items, depth) : 'unknown')}[]`;
    case 'object':
      return objectType(schema, depth);
    default:
      return schema.properties ? objectType(schema, depth) : 'unknown';
  }
}

function objectType(schema: Schema, depth: number): string {
  const required = new Set(schema.required);
  const indent = '  '.repeat(depth + 1);
  const fields = Object.entries(schema.properties ?? {}).map(
    ([name, field]) =>
      `${comment(field.description, depth + 1)}${indent}${key(name)}${required.has(name) ? '' : '?'}: ${type(field, depth + 1)};\n`,
  );
  const rest = Object.values(schema.patternProperties ?? {});
  if (typeof schema.additionalProperties === 'object') rest.push(schema.additionalProperties);
  if (rest.length > 0) {
    const record = `Record<string, ${rest.map((one) => type(one, depth)).join(' | ')}>`;
    if (fields.length === 0) return record;
    return `{\n${fields.join('')}${'  '.repeat(depth)}} & ${record}`;
  }
  if (fields.length === 0)
    return schema.additionalProperties === false ? 'Record<string, never>' : 'Record<string, unknown>';
  return `{\n${fields.join('')}${'  '.repeat(depth)}}`;
}

function group(text: string): string {
  return /[|&]/.test(text) ? `(${text})` : text;
}

function key(name: string): string {
  return /^[A-Za-z_$][\w$]*$/.test(name) ? name : quote(name);
}

function quote(text: string): string {
  return `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
}

function comment(text: string | undefined, depth: number): string {
  if (!text) return '';
  const line = text.replaceAll('*/', '* /').replace(/\s+/g, ' ').trim();
  return `${'  '.repeat(depth)}/** ${line} */\n`;
}
