import { defineConfig } from './packages/server/src/define-config.ts';
import { rfmSegments, tierSegments } from './packages/server/src/profiles/index.ts';
import { defaultPlacements } from './packages/server/src/recommendation/index.ts';

/** How much an event says about what a customer likes. */
const interest = { page_view: 1, click: 1, inquiry: 2, download: 2, add_to_cart: 3, purchase: 5 };

/** Everything a customer does towards an item. */
const engagement = ['page_view', 'click', 'add_to_cart', 'purchase'];

export default defineConfig({
  features: [
    // What the customer did lately
    {
      name: 'pageViews1h',
      kind: 'count',
      scope: 'customer',
      events: ['page_view'],
      window: '1h',
      description: { en: 'Pages viewed in the last hour', 'pt-BR': 'Páginas vistas na última hora' },
    },
    {
      name: 'pageViews1d',
      kind: 'count',
      scope: 'customer',
      events: ['page_view'],
      window: '1d',
      description: { en: 'Pages viewed in the last day', 'pt-BR': 'Páginas vistas no último dia' },
    },
    {
      name: 'pageViews7d',
      kind: 'count',
      scope: 'customer',
      events: ['page_view'],
      window: '7d',
      description: { en: 'Pages viewed in the last 7 days', 'pt-BR': 'Páginas vistas nos últimos 7 dias' },
    },
    {
      name: 'clicks1d',
      kind: 'count',
      scope: 'customer',
      events: ['click'],
      window: '1d',
      description: { en: 'Clicks in the last day', 'pt-BR': 'Cliques no último dia' },
    },
    {
      name: 'clicks7d',
      kind: 'count',
      scope: 'customer',
      events: ['click'],
      window: '7d',
      description: { en: 'Clicks in the last 7 days', 'pt-BR': 'Cliques nos últimos 7 dias' },
    },
    {
      name: 'impressions1d',
      kind: 'count',
      scope: 'customer',
      events: ['impression'],
      window: '1d',
      description: { en: 'Items shown in the last day', 'pt-BR': 'Itens mostrados no último dia' },
    },
    {
      name: 'cartAdds1d',
      kind: 'count',
      scope: 'customer',
      events: ['add_to_cart'],
      window: '1d',
      description: { en: 'Added to cart in the last day', 'pt-BR': 'Adições ao carrinho no último dia' },
    },
    {
      name: 'cartAdds7d',
      kind: 'count',
      scope: 'customer',
      events: ['add_to_cart'],
      window: '7d',
      description: {
        en: 'Added to cart in the last 7 days',
        'pt-BR': 'Adições ao carrinho nos últimos 7 dias',
      },
    },
    {
      name: 'purchases7d',
      kind: 'count',
      scope: 'customer',
      events: ['purchase'],
      window: '7d',
      description: { en: 'Purchases in the last 7 days', 'pt-BR': 'Compras nos últimos 7 dias' },
    },
    {
      name: 'purchases30d',
      kind: 'count',
      scope: 'customer',
      events: ['purchase'],
      window: '30d',
      description: { en: 'Purchases in the last 30 days', 'pt-BR': 'Compras nos últimos 30 dias' },
    },
    {
      name: 'purchases90d',
      kind: 'count',
      scope: 'customer',
      events: ['purchase'],
      window: '90d',
      description: { en: 'Purchases in the last 90 days', 'pt-BR': 'Compras nos últimos 90 dias' },
    },
    {
      name: 'inquiries30d',
      kind: 'count',
      scope: 'customer',
      events: ['inquiry'],
      window: '30d',
      description: { en: 'Inquiries in the last 30 days', 'pt-BR': 'Consultas nos últimos 30 dias' },
    },
    {
      name: 'downloads30d',
      kind: 'count',
      scope: 'customer',
      events: ['download'],
      window: '30d',
      description: { en: 'Downloads in the last 30 days', 'pt-BR': 'Downloads nos últimos 30 dias' },
    },

    // What the customer spent
    {
      name: 'spend7d',
      kind: 'sum',
      scope: 'customer',
      of: 'value',
      events: ['purchase'],
      window: '7d',
      description: { en: 'Money spent in the last 7 days', 'pt-BR': 'Valor gasto nos últimos 7 dias' },
    },
    {
      name: 'spend30d',
      kind: 'sum',
      scope: 'customer',
      of: 'value',
      events: ['purchase'],
      window: '30d',
      description: { en: 'Money spent in the last 30 days', 'pt-BR': 'Valor gasto nos últimos 30 dias' },
    },
    {
      name: 'spend90d',
      kind: 'sum',
      scope: 'customer',
      of: 'value',
      events: ['purchase'],
      window: '90d',
      description: { en: 'Money spent in the last 90 days', 'pt-BR': 'Valor gasto nos últimos 90 dias' },
    },
    {
      name: 'units30d',
      kind: 'sum',
      scope: 'customer',
      of: 'quantity',
      events: ['purchase'],
      window: '30d',
      description: {
        en: 'Units bought in the last 30 days',
        'pt-BR': 'Unidades compradas nos últimos 30 dias',
      },
    },
    {
      name: 'averageLineValue90d',
      kind: 'mean',
      scope: 'customer',
      of: 'value',
      events: ['purchase'],
      window: '90d',
      description: {
        en: 'Mean value of a purchased line in the last 90 days',
        'pt-BR': 'Valor médio por linha comprada nos últimos 90 dias',
      },
    },

    // Engagement that fades
    {
      name: 'activityDecayed1d',
      kind: 'decayedCount',
      scope: 'customer',
      events: engagement,
      halfLife: '1d',
      description: {
        en: 'Recent activity, halving every day',
        'pt-BR': 'Atividade recente, metade a cada dia',
      },
    },
    {
      name: 'purchasesDecayed30d',
      kind: 'decayedCount',
      scope: 'customer',
      events: ['purchase'],
      halfLife: '30d',
      description: { en: 'Purchases, halving every 30 days', 'pt-BR': 'Compras, metade a cada 30 dias' },
    },
    {
      name: 'secondsSinceActivity',
      kind: 'recency',
      scope: 'customer',
      events: engagement,
      description: { en: 'Seconds since the last activity', 'pt-BR': 'Segundos desde a última atividade' },
    },
    {
      name: 'secondsSincePurchase',
      kind: 'recency',
      scope: 'customer',
      events: ['purchase'],
      description: { en: 'Seconds since the last purchase', 'pt-BR': 'Segundos desde a última compra' },
    },
    {
      name: 'distinctItems7d',
      kind: 'distinct',
      scope: 'customer',
      of: 'itemId',
      events: engagement,
      window: '7d',
      description: {
        en: 'Different items in the last 7 days',
        'pt-BR': 'Itens diferentes nos últimos 7 dias',
      },
    },
    {
      name: 'distinctCategories30d',
      kind: 'distinct',
      scope: 'customer',
      of: { attribute: 'category' },
      events: engagement,
      window: '30d',
      description: {
        en: 'Different categories in the last 30 days',
        'pt-BR': 'Categorias diferentes nos últimos 30 dias',
      },
    },
    {
      name: 'distinctChannels90d',
      kind: 'distinct',
      scope: 'customer',
      of: 'channel',
      events: engagement,
      window: '90d',
      description: { en: 'Channels used in the last 90 days', 'pt-BR': 'Canais usados nos últimos 90 dias' },
    },

    // Recency, frequency, monetary value
    {
      name: 'rfmRecency',
      kind: 'recencyFrequencyMonetary',
      scope: 'customer',
      part: 'recency',
      events: ['purchase'],
      window: '90d',
      description: {
        en: 'Days since the last purchase, within 90 days',
        'pt-BR': 'Dias desde a última compra, em 90 dias',
      },
    },
    {
      name: 'rfmFrequency',
      kind: 'recencyFrequencyMonetary',
      scope: 'customer',
      part: 'frequency',
      events: ['purchase'],
      window: '90d',
      description: { en: 'Orders in the last 90 days', 'pt-BR': 'Pedidos nos últimos 90 dias' },
    },
    {
      name: 'rfmMonetary',
      kind: 'recencyFrequencyMonetary',
      scope: 'customer',
      part: 'monetary',
      events: ['purchase'],
      window: '90d',
      description: {
        en: 'Value of orders in the last 90 days',
        'pt-BR': 'Valor dos pedidos nos últimos 90 dias',
      },
    },

    // The visit under way
    {
      name: 'sessionEvents',
      kind: 'session',
      scope: 'customer',
      part: 'events',
      gap: '30m',
      description: { en: 'Events in this session', 'pt-BR': 'Eventos nesta sessão' },
    },
    {
      name: 'sessionSeconds',
      kind: 'session',
      scope: 'customer',
      part: 'seconds',
      gap: '30m',
      description: { en: 'Length of this session in seconds', 'pt-BR': 'Duração desta sessão em segundos' },
    },
    {
      name: 'sessionItems',
      kind: 'session',
      scope: 'customer',
      part: 'items',
      gap: '30m',
      description: { en: 'Different items in this session', 'pt-BR': 'Itens diferentes nesta sessão' },
    },
    {
      name: 'behaviorScore',
      kind: 'behaviorScore',
      scope: 'customer',
      weights: interest,
      halfLife: '7d',
      default: 0,
      description: {
        en: 'Engagement now, 0 to 100, against all customers',
        'pt-BR': 'Engajamento agora, de 0 a 100, entre todos os clientes',
      },
    },

    // How the item does with everyone
    {
      name: 'itemViews1d',
      kind: 'count',
      scope: 'item',
      events: ['page_view', 'click'],
      window: '1d',
      description: {
        en: 'Views of the item in the last day',
        'pt-BR': 'Visualizações do item no último dia',
      },
    },
    {
      name: 'itemPurchases7d',
      kind: 'count',
      scope: 'item',
      events: ['purchase'],
      window: '7d',
      description: {
        en: 'Purchases of the item in the last 7 days',
        'pt-BR': 'Compras do item nos últimos 7 dias',
      },
    },
    {
      name: 'itemPurchases30d',
      kind: 'count',
      scope: 'item',
      events: ['purchase'],
      window: '30d',
      description: {
        en: 'Purchases of the item in the last 30 days',
        'pt-BR': 'Compras do item nos últimos 30 dias',
      },
    },
    {
      name: 'itemPurchases90d',
      kind: 'count',
      scope: 'item',
      events: ['purchase'],
      window: '90d',
      description: {
        en: 'Purchases of the item in the last 90 days',
        'pt-BR': 'Compras do item nos últimos 90 dias',
      },
    },
    {
      name: 'itemPopularity7d',
      kind: 'decayedCount',
      scope: 'item',
      events: ['add_to_cart', 'purchase'],
      halfLife: '7d',
      description: {
        en: 'Demand for the item, halving every 7 days',
        'pt-BR': 'Procura pelo item, metade a cada 7 dias',
      },
    },
    {
      name: 'itemSecondsSincePurchase',
      kind: 'recency',
      scope: 'item',
      events: ['purchase'],
      description: {
        en: 'Seconds since anyone bought the item',
        'pt-BR': 'Segundos desde a última compra do item por alguém',
      },
    },
    {
      name: 'itemClickThroughRate',
      kind: 'rate',
      scope: 'item',
      numerator: ['click'],
      denominator: ['impression'],
      halfLife: '30d',
      description: { en: 'Clicks per impression of the item', 'pt-BR': 'Cliques por exibição do item' },
    },
    {
      name: 'itemConversionRate',
      kind: 'rate',
      scope: 'item',
      numerator: ['purchase'],
      denominator: ['click', 'page_view'],
      halfLife: '30d',
      description: { en: 'Purchases per view of the item', 'pt-BR': 'Compras por visualização do item' },
    },
    {
      name: 'itemPrice',
      kind: 'attribute',
      scope: 'item',
      attribute: 'price',
      description: { en: 'Price of the item', 'pt-BR': 'Preço do item' },
    },

    // How well the item suits the customer
    {
      name: 'departmentAffinity',
      kind: 'affinity',
      scope: 'pair',
      attribute: 'department',
      weights: interest,
      halfLife: '30d',
      description: { en: 'Interest in the item’s department', 'pt-BR': 'Interesse no departamento do item' },
    },
    {
      name: 'brandAffinity',
      kind: 'affinity',
      scope: 'pair',
      attribute: 'brand',
      weights: interest,
      halfLife: '30d',
      description: { en: 'Interest in the item’s brand', 'pt-BR': 'Interesse na marca do item' },
    },
    {
      name: 'categoryAffinity',
      kind: 'affinity',
      scope: 'pair',
      attribute: 'category',
      weights: interest,
      halfLife: '30d',
      description: { en: 'Interest in the item’s category', 'pt-BR': 'Interesse na categoria do item' },
    },
    {
      name: 'relativePrice',
      kind: 'relativePrice',
      scope: 'pair',
      events: ['purchase'],
      halfLife: '90d',
      description: {
        en: 'Price against what the customer usually pays',
        'pt-BR': 'Preço em relação ao que o cliente costuma pagar',
      },
    },
    {
      name: 'repurchase',
      kind: 'repurchase',
      scope: 'pair',
      events: ['purchase'],
      description: {
        en: 'Time since bought, in usual intervals',
        'pt-BR': 'Tempo desde a compra, em intervalos usuais',
      },
    },
    {
      name: 'purchaseOccasions',
      kind: 'occasions',
      scope: 'pair',
      events: ['purchase'],
      description: {
        en: 'How often the customer bought the item',
        'pt-BR': 'Quantas vezes o cliente comprou o item',
      },
    },
    {
      name: 'secondsSinceBought',
      kind: 'recency',
      scope: 'pair',
      events: ['purchase'],
      description: {
        en: 'Seconds since the customer bought the item',
        'pt-BR': 'Segundos desde que o cliente comprou o item',
      },
    },
    {
      name: 'secondsSinceSeen',
      kind: 'recency',
      scope: 'pair',
      events: ['page_view', 'click', 'add_to_cart'],
      ttl: '30d',
      description: {
        en: 'Seconds since the customer looked at the item',
        'pt-BR': 'Segundos desde que o cliente viu o item',
      },
    },

    // The moment
    {
      name: 'hour',
      kind: 'context',
      scope: 'context',
      part: 'hour',
      description: { en: 'Hour of the day', 'pt-BR': 'Hora do dia' },
    },
    {
      name: 'weekday',
      kind: 'context',
      scope: 'context',
      part: 'weekday',
      description: { en: 'Day of the week, Monday = 1', 'pt-BR': 'Dia da semana, segunda = 1' },
    },
    {
      name: 'channel',
      kind: 'context',
      scope: 'context',
      part: 'channel',
      values: ['web', 'app', 'store', 'email', 'phone', 'mail'],
      description: { en: 'Channel of the request', 'pt-BR': 'Canal da solicitação' },
    },
    {
      name: 'device',
      kind: 'context',
      scope: 'context',
      part: 'device',
      values: ['desktop', 'mobile', 'tablet', 'tv'],
      description: { en: 'Device of the request', 'pt-BR': 'Dispositivo da solicitação' },
    },
  ],

  // Rules over attributes and customer features, evaluated as events arrive; see docs/segments.md.
  segments: [...tierSegments, ...rfmSegments],

  // Put in at the first start and edited by the API afterwards; see docs/recommendations.md.
  placements: defaultPlacements,

  // Beside those that exist from the start; see docs/analytics.md.
  metrics: [
    {
      name: 'inquiries',
      kind: 'count',
      events: ['inquiry', 'download'],
      description: { en: 'Questions and downloads', 'pt-BR': 'Consultas e downloads' },
    },
    {
      name: 'searches',
      kind: 'count',
      events: ['search'],
      description: { en: 'Searches', 'pt-BR': 'Buscas' },
    },
  ],
});
