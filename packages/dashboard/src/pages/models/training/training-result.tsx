import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Job } from '../../../api/jobs.ts';
import { evaluateJobKind, type Gate } from '../../../api/models.ts';
import { useFailureWords } from '../../../components/use-words.ts';
import { modelPath } from '../shared/crumbs.tsx';
import { GatesTable } from '../shared/gates-table.tsx';
import { type Fields, fields, list, number, text } from '../shared/read.ts';
import css from '../shared/shared.module.css';

/** What came of a training: the version and its gates, or why there is none and what to do. */
export function TrainingResult({ job, name }: { job: Job; name: string }) {
  const { t } = useTranslation();
  const failureWords = useFailureWords();
  if (job.state === 'failed') {
    return (
      <div role="alert">
        <p className={css.bad}>{failureWords(job)}</p>
        <p className={css.muted}>{t('modelTrain.failedHint')}</p>
      </div>
    );
  }
  if (job.state === 'cancelled') return <p className={css.muted}>{t('modelTrain.cancelledHint')}</p>;
  const version = number(job.result?.version);
  if (version === null) return null;
  const passed = job.result?.passed === true;
  const promoted = job.result?.promoted === true;
  return (
    <>
      <p role="status">
        {promoted
          ? t('modelTrain.madeChampion', { version })
          : job.kind === evaluateJobKind
            ? t('modelTrain.measured', { version })
            : passed
              ? t('modelTrain.madePassed', { version })
              : t('modelTrain.madeRefused', { version })}
      </p>
      <GatesTable gates={readGates(job.result?.gates)} />
      <p>
        <Link href={modelPath(text(job.result?.name) ?? name, 'versions', version)}>
          {t('modelTrain.openVersion', { version })}
        </Link>
      </p>
    </>
  );
}

function readGates(value: unknown): Gate[] {
  return list(value, (one) => {
    const all = fields(one);
    const name = text(all?.name);
    const { rule } = all ?? {};
    if (name === null || (rule !== 'above' && rule !== 'atLeast' && rule !== 'atMost')) return null;
    return {
      ...{ name, rule, passed: all?.passed === true, detail: text(all?.detail) ?? '' },
      value: number(all?.value),
      threshold: number(all?.threshold),
      margin: number(all?.margin),
      skipped: all?.skipped === true,
      ...readCode(all),
    };
  });
}

function readCode(gate: Fields | null): Pick<Gate, 'code' | 'figures'> {
  const code = text(gate?.code);
  if (code === null) return {};
  const figures = Object.entries(fields(gate?.figures) ?? {}).filter(
    (entry): entry is [string, number | string] => ['number', 'string'].includes(typeof entry[1]),
  );
  return { code, figures: Object.fromEntries(figures) };
}
