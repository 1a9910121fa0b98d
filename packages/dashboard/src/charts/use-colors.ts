import { useComputedColorScheme } from '@mantine/core';
import type { ChartColors } from '@personalize/charts';
import { useMemo } from 'react';

const names = ['--text', '--text-muted', '--line', '--line-strong', '--surface', '--surface-raised'] as const;
const series = [1, 2, 3, 4, 5, 6, 7].map((n) => `--series-${n}`);

/** The theme's colours as plain values, for drawings that cannot use CSS variables. Follows the colour scheme. */
export function useColors(): ChartColors {
  const scheme = useComputedColorScheme('light', { getInitialValueInEffect: false });
  return useMemo(() => readColors(scheme), [scheme]);
}

function readColors(scheme: string): ChartColors {
  const probe = document.createElement('span');
  probe.style.colorScheme = scheme;
  document.body.append(probe);
  const resolve = (name: string): string => {
    probe.style.color = `var(${name})`;
    return getComputedStyle(probe).color;
  };
  const [text, muted, line, axis, surface, raised] = names.map(resolve);
  const colors = {
    text,
    muted,
    line,
    axis,
    surface,
    raised,
    series: series.map(resolve),
    fontFamily: getComputedStyle(document.body).fontFamily,
  };
  probe.remove();
  return colors;
}
