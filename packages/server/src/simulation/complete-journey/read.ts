import { createReadStream } from 'node:fs';
import { stat } from 'node:fs/promises';
import { join } from 'node:path';
import { createGunzip } from 'node:zlib';
import { parse } from 'csv-parse';
import { AppError } from '../../errors.ts';

/** Tables of the data set, by the file each is in. */
export const tables = {
  products: 'products.csv.gz',
  transactions: 'transactions_sample.csv.gz',
  demographics: 'demographics.csv.gz',
  campaigns: 'campaigns.csv.gz',
  campaignDescriptions: 'campaign_descriptions.csv.gz',
  coupons: 'coupons.csv.gz',
  redemptions: 'coupon_redemptions.csv.gz',
} as const;

export type TableName = keyof typeof tables;
export type CsvRow = Record<string, string>;

/** Rows of one table in file order, as strings by column name. Rejects with `not_found` when the file is missing. */
export async function* readTable(folder: string, table: TableName): AsyncIterable<CsvRow> {
  const path = join(folder, tables[table]);
  const found = await stat(path).catch(() => undefined);
  if (!found?.isFile())
    throw new AppError('not_found', `the data set lacks ${tables[table]}: looked in ${folder}`);
  const rows = createReadStream(path)
    .pipe(createGunzip())
    .pipe(parse({ columns: true, trim: true }));
  yield* rows as AsyncIterable<CsvRow>;
}
