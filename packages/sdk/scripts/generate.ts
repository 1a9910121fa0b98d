import { readFile, writeFile } from 'node:fs/promises';
import { fileURLToPath } from 'node:url';
import { emitTypes, type OpenApiDocument } from './emit.ts';
import { serverDocument } from './server-document.ts';

// `npm run generate -w @personalize/sdk [-- openapi.json]`: writes the SDK's types from the server's document.
const target = fileURLToPath(new URL('../src/generated/api.ts', import.meta.url));
const file = process.argv[2];
const document =
  file === undefined ? await serverDocument() : (JSON.parse(await readFile(file, 'utf8')) as OpenApiDocument);
await writeFile(target, emitTypes(document));
