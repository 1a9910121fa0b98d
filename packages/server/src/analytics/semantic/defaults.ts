import type { DimensionDefinition, MetricDefinition } from './definition.ts';

const text = (en: string, ptBR: string) => ({ en, 'pt-BR': ptBR });

/** The metrics that exist without being declared. */
export const defaultMetrics: readonly MetricDefinition[] = [
  { name: 'events', kind: 'count', description: text('Events', 'Eventos') },
  {
    name: 'customers',
    kind: 'distinct',
    of: 'customer',
    description: text('Distinct known customers', 'Clientes identificados distintos'),
  },
  {
    name: 'visitors',
    kind: 'distinct',
    of: 'visitor',
    description: text('Distinct people, known or not', 'Pessoas distintas, identificadas ou não'),
  },
  {
    name: 'sessions',
    kind: 'sessions',
    description: text('Visits, ended by 30 quiet minutes', 'Visitas, encerradas por 30 minutos sem eventos'),
  },
  {
    name: 'pageViews',
    kind: 'count',
    events: ['page_view'],
    description: text('Pages viewed', 'Páginas vistas'),
  },
  {
    name: 'impressions',
    kind: 'count',
    events: ['impression'],
    description: text('Items shown', 'Itens exibidos'),
  },
  { name: 'clicks', kind: 'count', events: ['click'], description: text('Clicks', 'Cliques') },
  {
    name: 'clickThroughRate',
    kind: 'ratio',
    numerator: 'clicks',
    denominator: 'impressions',
    format: 'percent',
    description: text('Clicks per impression', 'Cliques por exibição'),
  },
  {
    name: 'addToCarts',
    kind: 'count',
    events: ['add_to_cart'],
    description: text('Items put into carts', 'Itens colocados no carrinho'),
  },
  { name: 'purchases', kind: 'count', events: ['purchase'], description: text('Purchases', 'Compras') },
  {
    name: 'unitsSold',
    kind: 'sum',
    field: 'quantity',
    events: ['purchase'],
    description: text('Units bought', 'Unidades compradas'),
  },
  {
    name: 'revenue',
    kind: 'sum',
    field: 'value',
    events: ['purchase'],
    format: 'currency',
    description: text('Value of purchases', 'Valor das compras'),
  },
  {
    name: 'refunds',
    kind: 'sum',
    field: 'value',
    events: ['refund'],
    format: 'currency',
    description: text('Value of refunds', 'Valor dos reembolsos'),
  },
  {
    name: 'averageOrderValue',
    kind: 'ratio',
    numerator: 'revenue',
    denominator: 'purchases',
    format: 'currency',
    description: text('Value of a purchase on average', 'Valor médio de uma compra'),
  },
  {
    name: 'buyers',
    kind: 'distinct',
    of: 'visitor',
    events: ['purchase'],
    description: text('Distinct people who bought', 'Pessoas distintas que compraram'),
  },
  {
    name: 'conversionRate',
    kind: 'ratio',
    numerator: 'buyers',
    denominator: 'visitors',
    format: 'percent',
    description: text('Part of the visitors who bought', 'Parcela dos visitantes que compraram'),
  },
  {
    name: 'itemsSold',
    kind: 'distinct',
    of: 'item',
    events: ['purchase'],
    description: text('Distinct items bought', 'Itens distintos comprados'),
  },
  {
    name: 'recommendations',
    kind: 'decisions',
    description: text('Recommendations answered', 'Recomendações respondidas'),
  },
  {
    name: 'attributedPurchases',
    kind: 'count',
    events: ['purchase'],
    attributed: true,
    description: text('Purchases from recommendations', 'Compras vindas de recomendações'),
  },
  {
    name: 'attributedRevenue',
    kind: 'sum',
    field: 'value',
    events: ['purchase'],
    attributed: true,
    format: 'currency',
    description: text('Value of purchases from recommendations', 'Valor das compras vindas de recomendações'),
  },
  {
    name: 'revenuePerRecommendation',
    kind: 'ratio',
    numerator: 'attributedRevenue',
    denominator: 'recommendations',
    format: 'currency',
    description: text('Attributed value per recommendation', 'Valor atribuído por recomendação'),
  },
  {
    name: 'recommendationLift',
    kind: 'lift',
    numerator: 'clicks',
    denominator: 'impressions',
    format: 'percent',
    description: text(
      'Click-through of recommended items relative to that of others; observed, not caused',
      'Taxa de cliques dos itens recomendados em relação à dos demais; observada, não causal',
    ),
  },
];

/** Dimensions over the catalog that exist without being declared. */
export const defaultDimensions: readonly DimensionDefinition[] = [
  {
    name: 'department',
    kind: 'itemAttribute',
    attribute: 'department',
    description: text('Department of the item', 'Departamento do item'),
  },
  {
    name: 'brand',
    kind: 'itemAttribute',
    attribute: 'brand',
    description: text('Brand of the item', 'Marca do item'),
  },
];
