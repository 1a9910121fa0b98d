/** The numbers behind a chart: its table view and its CSV file. */
export interface ChartTable {
  columns: readonly { key: string; name: string; format?: (value: number) => string; width?: string }[];
  /** A cell for each column. */
  rows: readonly (readonly (string | number | null)[])[];
}
