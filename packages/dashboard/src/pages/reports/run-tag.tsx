import { useTranslation } from 'react-i18next';
import type { ReportSchedule } from '../../api/reports.ts';
import { Tag } from '../../components/tag.tsx';

const tones = { running: 'accent', done: 'good', failed: 'bad' } as const;

export function RunTag({ run }: { run: NonNullable<ReportSchedule['lastRun']> }) {
  const { t } = useTranslation();
  return (
    <Tag tone={tones[run.state]} dot title={run.error ?? undefined}>
      {t(`reportState.${run.state}`)}
    </Tag>
  );
}
