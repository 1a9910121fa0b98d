import Type from 'typebox';
import { type DatasetName, datasetNames } from '../../reporting/exports/datasets.ts';
import { exportDataset } from '../../reporting/exports/export-dataset.ts';
import { mediaTypes, type TableFormat, tableFormats } from '../../reporting/tables/table.ts';
import type { AuditRepository } from '../../stores/control/control-store.ts';
import type { Warehouse } from '../../stores/warehouse/warehouse.ts';
import type { App } from '../app-instance.ts';
import { actorOf, needs } from '../auth/access.ts';
import { refusals } from '../schemas.ts';
import { goneSignal, sendBytes } from './send-bytes.ts';

export interface ExportsDependencies {
  warehouse: Pick<Warehouse, 'streamBytes'>;
  audit: AuditRepository;
}

const separators = { comma: ',', semicolon: ';', tab: '\t' } as const;

const oneOf = <T extends string>(values: readonly T[], description: string) =>
  Type.Unsafe<T>({ type: 'string', enum: values, description });

const ExportQuery = Type.Object(
  {
    format: Type.Optional(oneOf<TableFormat>(tableFormats, 'Default csv.')),
    from: Type.Optional(
      Type.String({ format: 'date-time', description: 'First time; events and decisions only.' }),
    ),
    to: Type.Optional(Type.String({ format: 'date-time', description: 'Time before which to stop.' })),
    type: Type.Optional(
      Type.String({ minLength: 1, maxLength: 64, description: 'Only events of this type.' }),
    ),
    separator: Type.Optional(
      oneOf(Object.keys(separators) as (keyof typeof separators)[], 'Of CSV; default comma.'),
    ),
    bom: Type.Optional(Type.Boolean({ description: 'Start CSV with a byte-order mark, for spreadsheets.' })),
  },
  { additionalProperties: false },
);

/** `GET /v1/exports/{dataset}`: everything that the warehouse holds, streamed. */
export async function exportsRoutes(app: App, { warehouse, audit }: ExportsDependencies): Promise<void> {
  app.get(
    '/v1/exports/:dataset',
    {
      config: { access: needs('admin') },
      // Compressing takes many times the work of reading; Parquet is small by itself.
      compress: false,
      schema: {
        operationId: 'exportDataset',
        tags: ['Reports'],
        summary: 'Export events, decisions, items or customers as CSV, JSON, JSON lines or Parquet',
        description:
          'Streams from the warehouse, which holds an event about a second after its answer. In CSV, text that a spreadsheet would run as a formula starts with an apostrophe.',
        params: Type.Object({ dataset: oneOf<DatasetName>(datasetNames, 'What to export.') }),
        querystring: ExportQuery,
        response: {
          200: {
            description: 'The file, as it is made.',
            content: { 'application/octet-stream': { schema: Type.String({ format: 'binary' }) } },
          },
          ...refusals(400, 401, 403, 429, 503),
        },
      },
    },
    async (request, reply) => {
      const { dataset } = request.params;
      const { format = 'csv', from, to, type, separator = 'comma', bom } = request.query;
      const query = {
        dataset,
        format,
        type,
        from: from === undefined ? undefined : Date.parse(from),
        to: to === undefined ? undefined : Date.parse(to),
        csv: { separator: separators[separator], bom },
      };
      const bytes = exportDataset(warehouse, query, goneSignal(reply));
      await audit.append({
        id: crypto.randomUUID(),
        at: Date.now(),
        actor: actorOf(request.caller),
        action: 'export',
        target: dataset,
        detail: { format },
      });
      reply.header('content-type', mediaTypes[format]);
      reply.header('content-disposition', `attachment; filename="${dataset}.${format}"`);
      return sendBytes(reply, bytes);
    },
  );
}
