/** The theme's colours as plain values, for drawings that cannot use CSS variables. */
export interface ChartColors {
  text: string;
  muted: string;
  line: string;
  axis: string;
  surface: string;
  raised: string;
  fontFamily: string;
  /** Colour-blind-safe, in the order in which categories get them. */
  series: string[];
}

export type ChartTheme = 'light' | 'dark';

const fontFamily = 'Inter, system-ui, sans-serif';

/** The design tokens' values where there is no style sheet to read them from; a test of the page holds them equal. */
export const palettes: Readonly<Record<ChartTheme, ChartColors>> = {
  light: {
    text: '#1b1d21',
    muted: '#5a606b',
    line: '#e4e4e0',
    axis: '#8a8f98',
    surface: '#ffffff',
    raised: '#ffffff',
    fontFamily,
    series: ['#1d5bbf', '#c25a10', '#0a7f74', '#a9307f', '#7d6200', '#5d4bb7', '#5a606b'],
  },
  dark: {
    text: '#e9eaec',
    muted: '#a0a6b0',
    line: '#292c31',
    axis: '#6b717b',
    surface: '#17191c',
    raised: '#1e2125',
    fontFamily,
    series: ['#6ea6ff', '#f39a54', '#44c4b4', '#ec86c4', '#d9b930', '#a897f5', '#a0a6b0'],
  },
};
