import type { PipelineNode } from '../../api/pipeline.ts';

export interface PlacedNode {
  node: PipelineNode;
  /** Upper left corner, px. */
  x: number;
  y: number;
}

export interface Lineage {
  nodes: PlacedNode[];
  /** From the right side of one node to the left side of another, px. */
  edges: { from: string; to: string; path: string }[];
  width: number;
  height: number;
}

export const boxWidth = 158;
export const boxHeight = 34;
const columnGap = 30;
const rowGap = 10;
/** Passes that put nodes beside what they read. */
const sweeps = 4;

/**
 * Sources on the left, each node one column to the right of the last one that it reads, ordered in its column by
 * the mean place of its neighbours, so that few lines cross (Sugiyama, Tagawa & Toda 1981, barycentres).
 */
export function layOut(all: readonly PipelineNode[]): Lineage {
  const nodes = all.filter(({ kind }) => kind !== 'test');
  const depth = new Map<string, number>();
  // Nodes come after what they read.
  for (const { id, dependsOn } of nodes) {
    depth.set(id, Math.max(-1, ...dependsOn.map((parent) => depth.get(parent) ?? -1)) + 1);
  }
  const columns: PipelineNode[][] = [];
  for (const node of nodes) {
    const column = depth.get(node.id) ?? 0;
    columns[column] = [...(columns[column] ?? []), node];
  }
  const place = new Map<string, number>();
  const number = () => {
    for (const column of columns)
      for (const [i, { id }] of column.entries()) place.set(id, i - column.length / 2);
  };
  number();
  const children = Map.groupBy(
    nodes.flatMap(({ id, dependsOn }) => dependsOn.map((parent) => ({ parent, id }))),
    ({ parent }) => parent,
  );
  for (let sweep = 0; sweep < sweeps; sweep++) {
    for (const column of columns) {
      const mean = ({ id, dependsOn }: PipelineNode) => {
        const near = sweep % 2 === 0 ? dependsOn : (children.get(id) ?? []).map((edge) => edge.id);
        const places = near.flatMap((other) => place.get(other) ?? []);
        return places.length === 0 ? (place.get(id) ?? 0) : places.reduce((a, b) => a + b, 0) / places.length;
      };
      const order = new Map(column.map((node) => [node.id, mean(node)]));
      column.sort((a, b) => (order.get(a.id) ?? 0) - (order.get(b.id) ?? 0));
    }
    number();
  }
  const rows = Math.max(0, ...columns.map((column) => column.length));
  const height = Math.max(0, rows * (boxHeight + rowGap) - rowGap);
  const placed = columns.flatMap((column, x) => {
    const top = (height - (column.length * (boxHeight + rowGap) - rowGap)) / 2;
    return column.map((node, y) => ({
      node,
      x: x * (boxWidth + columnGap),
      y: top + y * (boxHeight + rowGap),
    }));
  });
  return {
    nodes: placed,
    edges: edgesOf(placed),
    width: Math.max(0, columns.length * (boxWidth + columnGap) - columnGap),
    height,
  };
}

function edgesOf(placed: readonly PlacedNode[]): Lineage['edges'] {
  const at = new Map(placed.map((one) => [one.node.id, one]));
  return placed.flatMap(({ node, x, y }) =>
    node.dependsOn.flatMap((id) => {
      const parent = at.get(id);
      if (parent === undefined) return [];
      const startX = parent.x + boxWidth;
      const startY = parent.y + boxHeight / 2;
      const endY = y + boxHeight / 2;
      const middle = (startX + x) / 2;
      return [
        {
          from: id,
          to: node.id,
          path: `M${startX},${startY} C${middle},${startY} ${middle},${endY} ${x},${endY}`,
        },
      ];
    }),
  );
}

/** A node, all that it reads and all that reads it, by id. */
export function relativesOf(nodes: readonly PipelineNode[], id: string): Set<string> {
  const found = new Set([id]);
  const byId = new Map(nodes.map((node) => [node.id, node]));
  const up = [id];
  for (let next = up.pop(); next !== undefined; next = up.pop()) {
    for (const parent of byId.get(next)?.dependsOn ?? [])
      if (!found.has(parent)) found.add(parent) && up.push(parent);
  }
  const below = new Set([id]);
  for (const node of nodes) {
    if (node.dependsOn.some((parent) => below.has(parent))) below.add(node.id);
  }
  return new Set([...found, ...below]);
}
