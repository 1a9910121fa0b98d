import type { Locale } from './document.ts';

const en = {
  asOf: 'Data as of',
  madeAt: 'Made',
  timeZone: 'Time zone',
  contents: 'Contents',
  page: (page: number, pages: number) => `Page ${page} of ${pages}`,
  period: (from: string, to: string) => `${from} to ${to}`,
  filters: 'Filters',
  noFilters: 'No filters',
  all: 'All',
  other: 'Other',
  none: '(none)',
  previous: 'previous period',
  before: 'before',
  empty: 'Nothing was measured in this period.',
  severalCurrencies: (codes: string) =>
    `Amounts of several currencies (${codes}) are added up as they are, not converted.`,
  moreRows: (count: string) => `${count} more rows are in the CSV and Parquet files.`,
  and: ' and ',
  or: ' or ',
  not: (text: string) => `not (${text})`,
  ops: {
    eq: (name: string, values: string) => `${name} is ${values}`,
    in: (name: string, values: string) => `${name} is ${values}`,
    notIn: (name: string, values: string) => `${name} is not ${values}`,
    contains: (name: string, values: string) => `${name} contains ${values}`,
    between: (name: string, values: string) => `${name} is between ${values}`,
    exists: (name: string) => `${name} is known`,
  },
  date: 'Date',
};

const ptBr: typeof en = {
  asOf: 'Dados até',
  madeAt: 'Gerado em',
  timeZone: 'Fuso horário',
  contents: 'Conteúdo',
  page: (page, pages) => `Página ${page} de ${pages}`,
  period: (from, to) => `${from} a ${to}`,
  filters: 'Filtros',
  noFilters: 'Sem filtros',
  all: 'Todos',
  other: 'Outros',
  none: '(nenhum)',
  previous: 'período anterior',
  before: 'antes',
  empty: 'Nada foi medido neste período.',
  severalCurrencies: (codes) => `Valores de várias moedas (${codes}) estão somados sem conversão.`,
  moreRows: (count) => `Mais ${count} linhas estão nos arquivos CSV e Parquet.`,
  and: ' e ',
  or: ' ou ',
  not: (text) => `não (${text})`,
  ops: {
    eq: (name, values) => `${name} é ${values}`,
    in: (name, values) => `${name} é ${values}`,
    notIn: (name, values) => `${name} não é ${values}`,
    contains: (name, values) => `${name} contém ${values}`,
    between: (name, values) => `${name} está entre ${values}`,
    exists: (name) => `${name} é conhecido`,
  },
  date: 'Data',
};

const words: Readonly<Record<Locale, typeof en>> = { en, 'pt-BR': ptBr };

/** The fixed words of a report. */
export function wordsOf(locale: Locale): typeof en {
  return words[locale];
}
