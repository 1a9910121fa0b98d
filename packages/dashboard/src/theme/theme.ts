import { createTheme, type MantineColorsTuple } from '@mantine/core';

const cobalt: MantineColorsTuple = [
  '#e9f1fd',
  '#d2e1fa',
  '#a5c4f5',
  '#82b4ff',
  '#5590ec',
  '#3576d8',
  '#2767ca',
  '#1d5bbf',
  '#164894',
  '#0f3670',
];

const grey: MantineColorsTuple = [
  '#e9eaec',
  '#c9cdd3',
  '#a0a6b0',
  '#7d838d',
  '#4a4f57',
  '#292c31',
  '#1e2125',
  '#17191c',
  '#101214',
  '#0c0e10',
];

/** One scale for every component: 8 px grid, small radius, quiet shadows, motion off when the system asks. */
export const theme = createTheme({
  primaryColor: 'cobalt',
  primaryShade: { light: 7, dark: 6 },
  colors: { cobalt, dark: grey },
  fontFamily: "Inter, system-ui, -apple-system, 'Segoe UI', Roboto, sans-serif",
  fontFamilyMonospace:
    "ui-monospace, 'SF Mono', 'Cascadia Mono', Menlo, Consolas, 'DejaVu Sans Mono', monospace",
  fontSizes: { xs: '12px', sm: '13px', md: '14px', lg: '16px', xl: '20px' },
  defaultRadius: '6px',
  respectReducedMotion: true,
  cursorType: 'pointer',
  components: {
    Tooltip: { defaultProps: { openDelay: 300, withArrow: true, multiline: true, maw: 320 } },
    Menu: { defaultProps: { shadow: 'md', position: 'bottom-end', transitionProps: { duration: 100 } } },
    Modal: { defaultProps: { centered: true, transitionProps: { duration: 120 } } },
    Drawer: { defaultProps: { transitionProps: { duration: 150 } } },
    Skeleton: { defaultProps: { radius: 4 } },
  },
});
