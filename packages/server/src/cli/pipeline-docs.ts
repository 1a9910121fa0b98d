/** What `GET /v1/pipeline` answers, as far as the documentation shows it. */
export interface DocumentedPipeline {
  project: string;
  nodes: {
    id: string;
    kind: 'source' | 'model' | 'test' | 'exposure';
    name: string;
    path: string;
    description: string;
    tags: string[];
    dependsOn: string[];
    materialized: string | null;
    relation: string | null;
    columns: { name: string; description: string; tests: string[] }[];
    exposure: { label: string; type: string; owner: string } | null;
  }[];
}

/** The project's documentation: every source, model and exposure with what it reads and its columns. */
export function pipelineMarkdown({ project, nodes }: DocumentedPipeline): string {
  const names = new Map(nodes.map(({ id, name }) => [id, name]));
  const read = (ids: readonly string[]) => ids.map((id) => `\`${names.get(id) ?? id}\``).join(', ');
  const lines = [`# ${project}`, ''];
  for (const [kind, title] of [
    ['source', 'Sources'],
    ['model', 'Models'],
    ['exposure', 'Exposures'],
  ] as const) {
    const group = nodes.filter((node) => node.kind === kind);
    if (group.length === 0) continue;
    lines.push(`## ${title}`, '');
    for (const node of group) {
      lines.push(`### ${node.exposure?.label ?? node.name}`, '', node.description, '');
      const facts = [node.materialized, node.relation, node.exposure?.type, node.exposure?.owner, node.path];
      lines.push(facts.filter((fact) => fact != null && fact !== '').join(' · '), '');
      if (node.dependsOn.length > 0) lines.push(`Reads ${read(node.dependsOn)}.`, '');
      if (node.columns.length === 0) continue;
      lines.push('| column | description | tests |', '|---|---|---|');
      for (const { name, description, tests } of node.columns) {
        lines.push(
          `| \`${name}\` | ${cell(description)} | ${tests.map((id) => names.get(id) ?? id).join(', ')} |`,
        );
      }
      lines.push('');
    }
  }
  return lines.join('\n');
}

function cell(text: string): string {
  return text.replaceAll('|', '\\|').replace(/\s*\n\s*/g, ' ');
}
