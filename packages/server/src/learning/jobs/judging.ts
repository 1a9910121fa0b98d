import { type Told, told } from '../../told.ts';
import type { GateResult } from '../gates/gate.ts';
import { describeRefusal } from '../gates/judge.ts';
import { judgeOffPolicy } from '../gates/off-policy.ts';
import { championAlias } from '../models.ts';
import { plain } from '../registry/convert.ts';
import { type ModelVersion, referenceOf } from '../registry/model-version.ts';
import type { LabelKind } from '../training/request.ts';
import { placementOf, type TrainContext, type TrainJobOptions } from './job-context.ts';
import type { TrainInput } from './train-input.ts';

/** Progress of a job when measuring has ended; the rest is off-policy evaluation and gates. */
export const measuredShare = 0.8;

/**
 * What follows once a version's figures are stored: off-policy evaluation, every gate, and promotion when all
 * pass and it is wanted. Returns the job's result.
 */
export async function judgeAndPromote(
  options: TrainJobOptions,
  context: TrainContext,
  version: ModelVersion,
  input: Pick<TrainInput, 'placement' | 'attributionHours' | 'seed' | 'resamples'>,
  { by, promote, how }: { by: string; promote: boolean; how: string },
) {
  const { models } = options;
  const { name } = version;
  await offPolicy(options, context, version, input, by);
  context.signal.throwIfAborted();
  const gates = await judge(options, context, version, by);
  const passed = gates.every((gate) => gate.passed);
  const already = models.registry.alias(name, championAlias)?.version === version.version;
  const promoted = passed && promote && !already;
  if (promoted) {
    const reason = `${how} by job ${context.id}; ${verdictOf(gates).text}`;
    const request = { name, alias: championAlias, version: version.version, by, reason };
    await models.setAlias(request, gates);
    const reference = referenceOf(version);
    context.log(told('champion', `${reference} is champion`, { version: reference }));
  }
  context.progress(1, verdictOf(gates));
  return plain({
    ...{ name, version: version.version, passed, promoted: promoted || (already && promote) },
    ...{ gates, summary: version.summary },
  });
}

/** Judges the version on logged decisions of its held-out window, once. */
async function offPolicy(
  options: TrainJobOptions,
  context: TrainContext,
  version: ModelVersion,
  input: Pick<TrainInput, 'placement' | 'attributionHours' | 'seed' | 'resamples'>,
  by: string,
): Promise<void> {
  const { models, journal, warehouse, engine, timeZone } = options;
  const { registry } = models;
  const report = await registry.report(version.name, version.version);
  const { evaluation } = report;
  if (report.offPolicy !== null || evaluation === null) return;
  const { attributionHours = 24, seed = 0, resamples = 1000 } = input;
  const found = await judgeOffPolicy(
    { registry, journal, warehouse, timeZone, features: engine.definitions, columns: engine.names.length },
    version,
    {
      placement: placementOf(options, input.placement),
      reward: (version.label ?? 'click') as LabelKind,
      ...{ attributionHours, seed, resamples, from: evaluation.windows.test.from },
    },
    {
      signal: context.signal,
      onProgress: (fraction, message) =>
        context.progress(measuredShare + (0.97 - measuredShare) * fraction, ofLog(message)),
      onLog: (line) => context.log(ofLog(line)),
    },
  );
  await registry.annotate(version.name, version.version, { report: { ...report, offPolicy: found } }, by);
}

async function judge(
  { models }: TrainJobOptions,
  { log }: TrainContext,
  version: ModelVersion,
  by: string,
): Promise<GateResult[]> {
  const gates = await models.judge(version);
  const report = await models.registry.report(version.name, version.version);
  await models.registry.annotate(version.name, version.version, { report: { ...report, gates } }, by);
  for (const gate of gates) log(gateLine(gate));
  return gates;
}

/** What estimators tell, marked as theirs: `offPolicy.` before the code. */
function ofLog({ text, code, params }: Told): Told {
  return told(`offPolicy.${code}`, `off-policy: ${text}`, params);
}

function gateLine({
  name,
  passed,
  skipped,
  detail,
  code = '',
  figures,
  value,
  threshold,
  rule,
}: GateResult): Told {
  const verdict = skipped ? 'skipped' : passed ? 'passed' : 'refused';
  return told(`gate.${verdict}`, `gate ${name}: ${verdict}, ${detail}`, {
    ...figures,
    ...{ gate: name, because: code, rule },
    ...(value !== null && { value }),
    ...(threshold !== null && { threshold }),
  });
}

function verdictOf(gates: readonly GateResult[]): Told {
  const refused = gates.filter(({ passed }) => !passed).length;
  if (refused > 0) return told('refused', `refused: ${describeRefusal(gates)}`, { count: refused });
  const skipped = gates.filter((gate) => gate.skipped).length;
  return skipped === 0
    ? told('allPassed', 'every gate passed')
    : told('noneRefused', `no gate refused, ${skipped} skipped`, { skipped });
}
