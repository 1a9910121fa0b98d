import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { createApp } from '../../server/src/app.ts';
import { readConfig } from '../../server/src/config.ts';
import type { OpenApiDocument } from './emit.ts';

/** The server's own OpenAPI document, from a server started for this in an empty temporary folder. */
export async function serverDocument(): Promise<OpenApiDocument> {
  const folder = await mkdtemp(join(tmpdir(), 'personalize-openapi-'));
  try {
    const app = await createApp(readConfig({ PORT: '0', DATA_DIR: folder, LOG_LEVEL: 'silent' }));
    const { address } = await app.start();
    try {
      const response = await fetch(`${address}/openapi.json`);
      return (await response.json()) as OpenApiDocument;
    } finally {
      await app.stop(5_000);
    }
  } finally {
    await rm(folder, { recursive: true, force: true });
  }
}
