/** As many rows as a file made from numbers takes. */
export const mostRows = 20_000;
/** As many as a list answers at once. */
export const pageRows = 500;

/** All rows of a list that is answered page by page; it stops one row behind what a file takes. */
export async function readPages<Row>(
  page: (cursor: string | undefined) => Promise<{ data: readonly Row[]; nextCursor?: string | null }>,
): Promise<Row[]> {
  const rows: Row[] = [];
  let cursor: string | undefined;
  do {
    const { data, nextCursor } = await page(cursor);
    rows.push(...data);
    cursor = nextCursor ?? undefined;
  } while (cursor !== undefined && rows.length <= mostRows);
  return rows;
}
