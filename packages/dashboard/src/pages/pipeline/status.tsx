import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import type { PipelineNode, PipelineRun, RunNode } from '../../api/pipeline.ts';
import { Tag, type Tone } from '../../components/tag.tsx';

export type NodeStatus = RunNode['status'];

const tones: Record<NodeStatus, Tone> = {
  success: 'good',
  pass: 'good',
  warn: 'warn',
  fail: 'bad',
  error: 'bad',
  skipped: 'warn',
  cancelled: 'neutral',
};
const runTones: Record<PipelineRun['state'], Tone> = {
  running: 'accent',
  done: 'good',
  failed: 'bad',
  cancelled: 'neutral',
};

export function toneOf(status: NodeStatus | undefined): Tone {
  return status === undefined ? 'neutral' : tones[status];
}

/** How a node went last, in words; "not yet" before any run. */
export function statusWords(t: TFunction, status: NodeStatus | undefined): string {
  return status === undefined ? t('pipeline.notYet') : t(`pipelineStatus.${status}`);
}

/** When a node ran last, epoch ms; null before any run. */
export function startOf(last: PipelineNode['last']): number | null {
  return last === null ? null : Date.parse(last.startedAt);
}

/** The same as a tag. */
export function StatusTag({ status }: { status: NodeStatus | undefined }) {
  const { t } = useTranslation();
  if (status === undefined) return <Tag>{statusWords(t, status)}</Tag>;
  return (
    <Tag tone={tones[status]} dot>
      {statusWords(t, status)}
    </Tag>
  );
}

/** Milliseconds as seconds, for files. */
export function secondsOf(ms: number | null | undefined): number | null {
  return ms === null || ms === undefined ? null : ms / 1_000;
}

export function RunTag({ state }: { state: PipelineRun['state'] }) {
  const { t } = useTranslation();
  return (
    <Tag tone={runTones[state]} dot>
      {t(`pipelineState.${state}`)}
    </Tag>
  );
}

/** Tests of a node: of one that YAML asks for it is the first that it reads, others are about all of them. */
export function testsOf(nodes: readonly PipelineNode[], id: string): PipelineNode[] {
  return nodes.filter(
    ({ kind, path, dependsOn }) =>
      kind === 'test' && (path.endsWith('.sql') ? dependsOn.includes(id) : dependsOn[0] === id),
  );
}

/** How badly the tests of a node went; undefined when all passed. */
export function testsTone(nodes: readonly PipelineNode[], id: string): 'bad' | 'warn' | undefined {
  const statuses = testsOf(nodes, id).map(({ last }) => last?.status);
  if (statuses.some((status) => status === 'fail' || status === 'error')) return 'bad';
  return statuses.includes('warn') ? 'warn' : undefined;
}

export function isBroken(status: NodeStatus): boolean {
  return status === 'fail' || status === 'error' || status === 'warn';
}
