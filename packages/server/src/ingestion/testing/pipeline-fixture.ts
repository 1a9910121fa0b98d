import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { loadConfig } from '../../define-config.ts';
import { compileFeatures } from '../../features/compile.ts';
import type { FeatureDefinition } from '../../features/definition.ts';
import type { FeatureEngine } from '../../features/feature-engine.ts';
import type { EventRecord, JournalRecord } from '../../stores/journal/record.ts';
import { openOnlineStore } from '../../stores/online/index.ts';
import type { OnlineStore } from '../../stores/online/online-store.ts';
import { Identity } from '../identity.ts';
import { createPipeline, type Pipeline, type PipelineOptions } from '../pipeline.ts';

export interface PipelineFixture {
  dir: string;
  store: OnlineStore;
  engine: FeatureEngine;
  identity: Identity;
  pipeline: Pipeline;
  /** What `restore()` returned. */
  restored: number;
  /** Applies records as the next batch. */
  apply(...records: (JournalRecord | null)[]): void;
  close(): Promise<void>;
  dispose(): Promise<void>;
}

/** The default features of the project. */
export async function defaultFeatures(): Promise<FeatureDefinition[]> {
  const { features } = await loadConfig(join(import.meta.dirname, '../../../../../personalize.config.ts'));
  return features;
}

export async function temporaryFolder(): Promise<string> {
  return mkdtemp(join(tmpdir(), 'pipeline-'));
}

export async function pipelineFixture(
  definitions: readonly FeatureDefinition[],
  options: Omit<PipelineOptions, 'identity' | 'engine'> & { dir?: string } = {},
): Promise<PipelineFixture> {
  const dir = options.dir ?? (await temporaryFolder());
  const store = openOnlineStore(dir);
  const identity = new Identity(store);
  const engine = compileFeatures(definitions, store, { timeZone: 'America/Sao_Paulo' });
  const restored = await store.restore();
  const pipeline = createPipeline({ ...options, identity, engine });
  return {
    dir,
    store,
    engine,
    identity,
    pipeline,
    restored,
    apply: (...records) => pipeline.apply({ firstOffset: pipeline.appliedOffset, records }),
    close: () => store.close(),
    async dispose() {
      await store.close();
      await rm(dir, { recursive: true, force: true });
    },
  };
}

export function event(type: string, more: Partial<EventRecord> = {}): EventRecord {
  const timestamp = more.timestamp ?? more.receivedAt ?? Date.UTC(2026, 0, 5, 12);
  return { kind: 'event', type, messageId: '', timestamp, receivedAt: timestamp, origin: 'live', ...more };
}

/** A copy of an engine's answer for some customers and items; NaN and −0 are kept apart by comparing bytes. */
export function vectorBytes(
  engine: FeatureEngine,
  customerRow: number,
  itemRows: Int32Array,
  at: number,
  context: { channel?: string; device?: string } = {},
): Buffer {
  const out = new Float64Array(itemRows.length * engine.width);
  engine.read({ customerRow, itemRows, count: itemRows.length, context, at }, out);
  return Buffer.from(out.buffer);
}
