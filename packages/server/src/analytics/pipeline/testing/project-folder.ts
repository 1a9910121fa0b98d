import { mkdir, rm, writeFile } from 'node:fs/promises';
import { dirname, join } from 'node:path';
import type { ProjectFile } from '../project/read-folder.ts';

const settings = `name: shop
config-version: 2
vars:
  source_schema: personalization
  least: 0
models:
  shop:
    +materialized: view
`;
const sources = `sources:
  - name: raw
    schema: "{{ var('source_schema') }}"
    tables: [{name: events}]
`;

/** Files of a small project, with dbt_project.yml and one source `raw.events` unless given. */
export function projectFiles(files: Record<string, string>): ProjectFile[] {
  const all = { 'dbt_project.yml': settings, 'models/sources.yml': sources, ...files };
  return Object.entries(all).map(([path, text]) => ({ path, text }));
}

/** Writes a project anew into a folder. */
export async function writeProject(folder: string, files: Record<string, string>): Promise<void> {
  await rm(folder, { recursive: true, force: true });
  for (const { path, text } of projectFiles(files)) {
    await mkdir(dirname(join(folder, path)), { recursive: true });
    await writeFile(join(folder, path), text);
  }
}
