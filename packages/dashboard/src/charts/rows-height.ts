/** Px of a row of bars, and of what stands around all of them. */
const rowHeight = 24;
const aroundRows = 40;

/** Height that so many rows of a bar chart need, px. */
export const rowsHeight = (rows: number): number => rows * rowHeight + aroundRows;
