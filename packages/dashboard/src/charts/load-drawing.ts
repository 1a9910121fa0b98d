/** The charting library is the largest part of the page: figures and tables are readable before it has loaded. */
export const loadDrawing = () =>
  import('./time-series-drawing.tsx').then((module) => ({ default: module.TimeSeriesDrawing }));
