import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useJobs } from '../../../api/jobs.ts';
import { trainJobKind } from '../../../api/models.ts';
import { Notice } from '../../../components/notice.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { modelPath } from '../shared/crumbs.tsx';

/** Says that a training runs, and leads to it. */
export function RunningTraining({ name }: { name: string }) {
  const { t } = useTranslation();
  const format = useFormat();
  const running = useJobs(trainJobKind).data?.find(({ finishedAt }) => finishedAt === null);
  if (running === undefined) return null;
  return (
    <Notice>
      {t('models.trainingRuns', { progress: format.percent(running.progress) })}{' '}
      <Link href={`${modelPath(name, 'train')}?job=${encodeURIComponent(running.id)}`}>
        {t('models.trainingOpen')}
      </Link>
    </Notice>
  );
}
