import type { DimensionDefinition } from './definition.ts';
import type { Params } from './params.ts';

/** Kinds of tables: `counts` and `people` are rollups of the events. */
export type TableKind = 'events' | 'sessions' | 'decisions' | 'counts' | 'people';

export type Join = 'items' | 'decisions' | 'segments';

export interface Dimension {
  name: string;
  description: { en: string; 'pt-BR'?: string } | undefined;
  type: 'string' | 'number' | 'time';
  /**
   * The value as text in a row `e` of such a table, '' when absent; undefined when the table does not say.
   * `time` is SQL of the row's time.
   */
  sql(table: TableKind, time: string, params: Params): string | undefined;
  /** Table that has to be joined when the table is not a rollup. */
  join?: (table: TableKind) => Join | undefined;
  /** Parts of the day or week: decides which rollups fit. */
  needs?: 'hour' | 'day';
}

const zone = '{timeZone:String}';
const all: readonly TableKind[] = ['events', 'sessions', 'decisions', 'counts', 'people'];
const raw: readonly TableKind[] = ['events', 'sessions'];

function column(
  name: string,
  sql: string,
  tables: readonly TableKind[],
  description: { en: string; 'pt-BR': string },
): Dimension {
  return {
    name,
    description,
    type: 'string',
    sql: (table) => (tables.includes(table) ? sql : undefined),
  };
}

function ofContext(name: 'channel' | 'device', description: { en: string; 'pt-BR': string }): Dimension {
  return {
    name,
    description,
    type: 'string',
    sql: (table) =>
      table === 'decisions' ? `JSONExtractString(e.context, '${name}')` : `toString(e.${name})`,
  };
}

/** Of the decision that the event follows from. */
function ofDecision(name: 'model' | 'variant', description: { en: string; 'pt-BR': string }): Dimension {
  return {
    name,
    description,
    type: 'string',
    sql: (table) => {
      if (table === 'decisions') return `toString(e.${name})`;
      return raw.includes(table) ? `toString(d.${name})` : undefined;
    },
    join: (table) => (raw.includes(table) ? 'decisions' : undefined),
  };
}

export const builtInDimensions: readonly Dimension[] = [
  column('eventType', 'toString(e.type)', ['events', 'sessions', 'counts', 'people'], {
    en: 'Type of the event',
    'pt-BR': 'Tipo do evento',
  }),
  ofContext('channel', { en: 'Channel', 'pt-BR': 'Canal' }),
  ofContext('device', { en: 'Device', 'pt-BR': 'Dispositivo' }),
  column('placement', 'toString(e.placement)', ['events', 'sessions', 'counts', 'decisions'], {
    en: 'Placement',
    'pt-BR': 'Posicionamento',
  }),
  column('currency', 'toString(e.currency)', ['events', 'sessions', 'counts'], {
    en: 'Currency',
    'pt-BR': 'Moeda',
  }),
  column('origin', 'toString(e.origin)', all, {
    en: 'Live, imported or simulated',
    'pt-BR': 'Ao vivo, importado ou simulado',
  }),
  column('item', 'e.item_id', raw, { en: 'Item', 'pt-BR': 'Item' }),
  {
    ...column('itemTitle', 'i.title', raw, {
      en: 'Title of the item',
      'pt-BR': 'Título do item',
    }),
    join: () => 'items',
  },
  {
    ...column('category', 'toString(i.category)', raw, {
      en: 'Category of the item',
      'pt-BR': 'Categoria do item',
    }),
    join: () => 'items',
  },
  {
    ...column('segment', 's.segment', ['events', 'sessions', 'decisions'], {
      en: 'Segment that the customer is in now; a customer counts in each of theirs',
      'pt-BR': 'Segmento atual do cliente; um cliente conta em cada um dos seus',
    }),
    join: () => 'segments',
  },
  ofDecision('model', { en: 'Model that recommended', 'pt-BR': 'Modelo que recomendou' }),
  ofDecision('variant', { en: 'Variant of the experiment', 'pt-BR': 'Variante do experimento' }),
  {
    name: 'weekday',
    description: { en: 'Day of the week, Monday = 1', 'pt-BR': 'Dia da semana, segunda = 1' },
    type: 'number',
    needs: 'day',
    sql: (_, time) => `toString(toDayOfWeek(${time}, 0, ${zone}))`,
  },
  {
    name: 'hourOfDay',
    description: { en: 'Hour of the day', 'pt-BR': 'Hora do dia' },
    type: 'number',
    needs: 'hour',
    sql: (_, time) => `toString(toHour(${time}, ${zone}))`,
  },
  {
    name: 'date',
    description: { en: 'Step of time, by granularity', 'pt-BR': 'Passo de tempo, pela granularidade' },
    type: 'time',
    sql: () => undefined,
  },
];

export function declaredDimension(definition: DimensionDefinition): Dimension {
  const { name, description } = definition;
  const base = { name, description, type: 'string' as const };
  if (definition.kind === 'property') {
    return {
      ...base,
      sql: (table, _, params) =>
        raw.includes(table)
          ? `JSONExtractString(e.properties, ${params.text(definition.property)})`
          : undefined,
    };
  }
  return {
    ...base,
    join: () => 'items',
    sql: (table, _, params) =>
      raw.includes(table) ? `i.attributes[${params.text(definition.attribute)}]` : undefined,
  };
}
