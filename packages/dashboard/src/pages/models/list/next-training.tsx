import { useTranslation } from 'react-i18next';
import type { TrainSchedule } from '../../../api/models.ts';
import { useFormat } from '../../../format/use-format.ts';
import css from '../shared/shared.module.css';

/** When a model trains next by itself, in words; undefined while loading, null without a schedule. */
export function NextTraining({ schedule }: { schedule: TrainSchedule | null | undefined }) {
  const { t } = useTranslation();
  const format = useFormat();
  if (schedule === undefined) return <>–</>;
  if (schedule === null) return <span className={css.muted}>{t('models.noSchedule')}</span>;
  if (schedule.enabled === false) return <span className={css.muted}>{t('models.paused')}</span>;
  if (schedule.nextRun === null) return <>{t('models.byEvents')}</>;
  const at = new Date(schedule.nextRun).getTime();
  return <time dateTime={schedule.nextRun}>{format.dateTime(at)}</time>;
}
