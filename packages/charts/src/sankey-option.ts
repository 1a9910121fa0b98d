import type { ChartColors } from './colors.ts';
import type { DataChartOption } from './option.ts';
import type { TooltipWriter } from './tooltip.ts';

export interface SankeyNode {
  id: number;
  /** Column, from 0. */
  depth: number;
  name: string;
  /** Nodes of one kind have one colour; undefined: grey. */
  kind?: string;
  /** For the tooltip. */
  details: readonly { name: string; value: string }[];
}

export interface SankeySettings {
  nodes: readonly SankeyNode[];
  /** By ids of nodes. */
  links: readonly { source: number; target: number; value: number }[];
  format: (value: number) => string;
  colors: ChartColors;
  /** None: no tooltip. */
  tooltip?: TooltipWriter;
}

/** Flows between columns of nodes. Links are as wide as their value and have their source's colour. */
export function sankeyOption({ nodes, links, format, colors, tooltip }: SankeySettings): DataChartOption {
  const kinds = [...new Set(nodes.flatMap(({ kind }) => kind ?? []))];
  const ink = (kind: string | undefined) =>
    kind === undefined ? colors.axis : colors.series[kinds.indexOf(kind) % colors.series.length];
  const byId = new Map(nodes.map((node) => [String(node.id), node]));
  const deepest = Math.max(0, ...nodes.map(({ depth }) => depth));
  return {
    animation: false,
    textStyle: { fontFamily: colors.fontFamily },
    tooltip: tooltip && {
      trigger: 'item',
      confine: true,
      transitionDuration: 0,
      backgroundColor: colors.raised,
      borderColor: colors.line,
      textStyle: { color: colors.text, fontSize: 12 },
      formatter: (item) => {
        const { data } = (Array.isArray(item) ? item[0] : item) as { data?: unknown };
        const part = data as { name?: string; source?: string; target?: string; value?: number };
        const node = byId.get(part.name ?? '');
        if (node !== undefined) return tooltip(node.name, node.details);
        const [from, to] = [part.source, part.target].map((id) => byId.get(id ?? '')?.name ?? '');
        return tooltip(`${from} → ${to}`, [{ name: '', value: format(part.value ?? 0) }]);
      },
    },
    series: [
      {
        id: 'flow',
        type: 'sankey',
        left: 8,
        right: 8,
        top: 8,
        bottom: 8,
        nodeWidth: 14,
        nodeGap: 12,
        nodeAlign: 'left',
        layoutIterations: 24,
        draggable: false,
        emphasis: { focus: 'adjacency' },
        lineStyle: { color: 'source', opacity: 0.28, curveness: 0.5 },
        label: {
          color: colors.text,
          fontSize: 12,
          fontFamily: colors.fontFamily,
          width: 130,
          overflow: 'truncate',
          formatter: ({ name }: { name: string }) => byId.get(name)?.name ?? '',
        },
        data: nodes.map(({ id, depth, kind }) => ({
          name: String(id),
          depth,
          itemStyle: { color: ink(kind), borderWidth: 0 },
          ...(depth === deepest && depth > 0 ? { label: { position: 'left' as const } } : {}),
        })),
        links: links.map(({ source, target, value }) => ({
          source: String(source),
          target: String(target),
          value,
        })),
      },
    ],
  };
}
