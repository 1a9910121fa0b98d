import type { TooltipRow } from '@personalize/charts';

/** What every chart's tooltip looks like: where the reader is, then a line for each series. Text only, never HTML. */
export function tooltipElement(heading: string, rows: readonly TooltipRow[]): HTMLElement {
  const root = document.createElement('div');
  root.className = 'numeric';
  root.append(document.createTextNode(heading));
  for (const { color, name, value } of rows) {
    const row = document.createElement('div');
    const strong = document.createElement('strong');
    strong.textContent = value;
    if (color !== undefined) {
      const swatch = document.createElement('span');
      swatch.style.cssText = `display:inline-block;width:8px;height:8px;margin-inline-end:6px;border-radius:2px;background:${color}`;
      row.append(swatch);
    }
    row.append(`${name} `, strong);
    root.append(row);
  }
  return root;
}
