import { lstat, readdir, readFile, realpath } from 'node:fs/promises';
import { join, relative, sep } from 'node:path';
import { ProblemError, type ProjectProblem } from '../problem.ts';

/** A text file of the project; `path` is relative to its folder, with slashes. */
export interface ProjectFile {
  path: string;
  text: string;
}

const maxFiles = 2000;
const maxBytes = 1_000_000;
const maxDepth = 12;
const wanted = /\.(sql|ya?ml|md)$/i;
/** What dbt itself writes, and what belongs to other tools. */
const skipped = new Set(['target', 'logs', 'dbt_packages', 'node_modules', 'profiles.yml']);

/**
 * Reads the SQL, YAML and Markdown files of a folder, in the order of their paths. Links that lead out of the
 * folder and files that are too large become problems; the others are read all the same.
 * @throws ProblemError `noProject` when there is no dbt_project.yml
 */
export async function readFolder(
  folder: string,
): Promise<{ files: ProjectFile[]; problems: ProjectProblem[] }> {
  const files: ProjectFile[] = [];
  const problems: ProjectProblem[] = [];
  const refuse = (error: ProblemError, path: string): void => {
    problems.push(error.at(path));
  };
  const root = await realpath(folder).catch(() => {
    throw noProject(folder);
  });

  async function visit(dir: string, depth: number): Promise<void> {
    const entries = await readdir(dir, { withFileTypes: true });
    for (const entry of entries.sort((a, b) => (a.name < b.name ? -1 : 1))) {
      if (entry.name.startsWith('.') || skipped.has(entry.name)) continue;
      const full = join(dir, entry.name);
      const path = relative(root, full).split(sep).join('/');
      const real = entry.isSymbolicLink() ? await realpath(full).catch(() => '') : full;
      if (real !== full && !real.startsWith(root + sep)) {
        const message = 'it is a link that leads out of the project; copy the file instead';
        refuse(new ProblemError('badPath', message, { path }), path);
        continue;
      }
      const stat = await lstat(real);
      if (stat.isDirectory()) {
        // A link to a folder could lead back to itself.
        if (real === full && depth < maxDepth) await visit(full, depth + 1);
        continue;
      }
      if (!stat.isFile() || !wanted.test(entry.name)) continue;
      if (stat.size > maxBytes) {
        const message = `it has ${stat.size} bytes; at most ${maxBytes} are read`;
        refuse(new ProblemError('tooLarge', message, { limit: String(maxBytes) }), path);
        continue;
      }
      if (files.length === maxFiles) {
        throw new ProblemError('tooLarge', `the project has more than ${maxFiles} files`, {
          limit: String(maxFiles),
        });
      }
      files.push({ path, text: await readFile(real, 'utf8') });
    }
  }
  await visit(root, 0);
  if (!files.some(({ path }) => path === 'dbt_project.yml')) throw noProject(folder);
  return { files, problems };
}

function noProject(folder: string): ProblemError {
  return new ProblemError(
    'noProject',
    `there is no dbt_project.yml in ${folder}; PIPELINE_DIR must name the folder of a dbt project`,
    { folder },
  );
}
