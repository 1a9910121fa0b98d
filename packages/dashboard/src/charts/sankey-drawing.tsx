import { type SankeySettings, sankeyOption } from '@personalize/charts';
import { SankeyChart as SankeyKind } from 'echarts/charts';
import { use } from 'echarts/core';
import { useCallback, useMemo } from 'react';
import { Drawing } from './drawing.tsx';
import { tooltipElement } from './tooltip.ts';
import { useColors } from './use-colors.ts';

use([SankeyKind]);

export interface SankeyDrawingProps extends Pick<SankeySettings, 'nodes' | 'links' | 'format'> {
  /** What a screen reader calls the chart. */
  label: string;
  height: number;
  /** A node was clicked, or Enter pressed on it. */
  onPick?: (node: number) => void;
}

/** See {@link sankeyOption}. The keyboard goes from node to node. */
export function SankeyDrawing({ label, height, nodes, links, format, onPick }: SankeyDrawingProps) {
  const colors = useColors();
  const option = useMemo(
    () => sankeyOption({ nodes, links, format, colors, tooltip: tooltipElement }),
    [nodes, links, format, colors],
  );
  const stops = nodes.map(({ name, details }, dataIndex) => ({
    text: `${name}: ${details.map((one) => `${one.name} ${one.value}`).join(', ')}`,
    seriesIndex: 0,
    dataIndex,
  }));
  const pick = useCallback((_series: number, node: number) => onPick?.(node), [onPick]);
  return (
    <Drawing {...{ label, option, height, stops }} {...(onPick === undefined ? {} : { onPick: pick })} />
  );
}
