import type { TFunction } from 'i18next';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { VersionDetail } from '../../../api/models.ts';
import { Card } from '../../../components/card.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { useActorNames } from '../../../components/use-actor-names.ts';
import type { Format } from '../../../format/format.ts';
import { useFormat } from '../../../format/use-format.ts';
import { modelPath } from '../shared/crumbs.tsx';
import { type Fact, Facts } from '../shared/facts.tsx';
import { text } from '../shared/read.ts';
import { writeBytes } from '../shared/write-bytes.ts';

const parts = ['train', 'validation', 'test'] as const;

/** How it was made, from which data, and what identifies its file. */
export function FactsCard({ detail }: { detail: VersionDetail }) {
  const { t } = useTranslation();
  const format = useFormat();
  const nameOf = useActorNames([detail.createdBy]);
  const job = detail.evaluation?.jobId ?? null;
  const facts: Fact[] = [
    { key: 'kind', name: t('model.kind'), value: t(`modelKind.${detail.kind}`) },
    {
      key: 'made',
      name: t('model.made'),
      value: (
        <>
          <RelativeTime at={detail.createdAt} /> · {nameOf(detail.createdBy)}
        </>
      ),
    },
    {
      key: 'label',
      name: t('modelVersion.label'),
      value: detail.label === null ? '–' : t(`modelLabel.${detail.label}`, { defaultValue: detail.label }),
    },
    { key: 'output', name: t('modelVersion.output'), value: detail.signature.output },
    {
      key: 'calibrator',
      name: t('modelVersion.calibrator'),
      value: text(detail.calibrator?.kind) ?? t('modelVersion.noCalibrator'),
    },
    { key: 'seed', name: t('modelVersion.seed'), value: detail.seed === null ? '–' : String(detail.seed) },
    ...dataFacts(t, format, detail),
    { key: 'code', name: t('modelVersion.codeVersion'), value: <code>{detail.codeVersion}</code> },
    { key: 'features', name: t('modelVersion.featureHash'), value: <code>{detail.featureHash ?? '–'}</code> },
    { key: 'sha256', name: t('modelVersion.sha256'), value: <code>{detail.sha256 ?? '–'}</code> },
    { key: 'bytes', name: t('modelVersion.bytes'), value: writeBytes(format, detail.bytes) },
    ...(job === null
      ? []
      : [
          {
            key: 'job',
            name: t('modelVersion.job'),
            value: (
              <Link href={`${modelPath(detail.name, 'train')}?job=${encodeURIComponent(job)}`}>
                {t('modelVersion.openJob')}
              </Link>
            ),
          },
        ]),
  ];
  return (
    <Card title={t('modelVersion.facts')} unit={t('modelVersion.factsUnit')}>
      <Facts facts={facts} />
    </Card>
  );
}

function dataFacts(t: TFunction, format: Format, detail: VersionDetail): Fact[] {
  const { evaluation } = detail;
  if (evaluation === null)
    return [{ key: 'range', name: t('models.learnedFrom'), value: t('models.noRange') }];
  const { dataRange: range, windows } = evaluation;
  const rows = detail.metrics?.rows;
  const day = (at: string) => format.date(new Date(at).getTime());
  return [
    {
      key: 'period',
      name: t('modelVersion.period'),
      value: `${day(range.from)} – ${day(range.to)}`,
    },
    {
      key: 'offsets',
      name: t('modelVersion.offsets'),
      value: `${format.exact(range.fromOffset)} – ${format.exact(range.toOffset)}`,
    },
    {
      key: 'rows',
      name: t('modelVersion.rows'),
      value: `${format.exact(range.rows)}, ${t('modelVersion.positives', {
        share: format.percent(range.rows > 0 ? range.positives / range.rows : null),
      })}`,
    },
    { key: 'checksum', name: t('modelVersion.checksum'), value: <code>{range.checksum}</code> },
    {
      key: 'windows',
      name: t('modelVersion.windows'),
      value: parts.map((part) => (
        <div key={part}>
          {t('modelVersion.window', {
            part: t(`modelPart.${part}`),
            from: day(windows[part].from),
            to: day(windows[part].to),
            rows: format.count(rows?.[part]),
          })}
        </div>
      )),
    },
  ];
}
