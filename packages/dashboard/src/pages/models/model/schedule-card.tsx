import { Skeleton } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import type { Model, TrainSchedule } from '../../../api/models.ts';
import { Card } from '../../../components/card.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { NextTraining } from '../list/next-training.tsx';
import { modelPath } from '../shared/crumbs.tsx';
import { Facts } from '../shared/facts.tsx';
import css from '../shared/shared.module.css';
import { ScheduleForm } from './schedule-form.tsx';

/** When a model trains by itself, what came of it last, and the form that changes it. */
export function ScheduleCard({ model, may }: { model: Model | undefined; may: boolean }) {
  const { t } = useTranslation();
  return (
    <Card title={t('modelSchedule.title')} unit={t('modelSchedule.unit')}>
      {model === undefined ? (
        <Skeleton height={240} />
      ) : (
        <div className={css.form}>
          <State name={model.name} schedule={model.schedule} />
          <ScheduleForm name={model.name} schedule={model.schedule} may={may} />
        </div>
      )}
    </Card>
  );
}

function State({ name, schedule }: { name: string; schedule: TrainSchedule | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const last = schedule?.last;
  return (
    <>
      <Facts
        facts={[
          { key: 'next', name: t('modelSchedule.next'), value: <NextTraining schedule={schedule} /> },
          {
            key: 'since',
            name: t('modelSchedule.since'),
            value: schedule === null ? '–' : format.count(schedule.rewardsSince),
          },
          {
            key: 'last',
            name: t('modelSchedule.last'),
            value: last ? (
              <>
                <RelativeTime at={last.at} />, {last.cause}{' '}
                {last.jobId !== null && (
                  <Link href={`${modelPath(name, 'train')}?job=${encodeURIComponent(last.jobId)}`}>
                    {t('modelSchedule.open')}
                  </Link>
                )}
              </>
            ) : (
              t('modelSchedule.lastNone')
            ),
          },
        ]}
      />
      {last?.problem && (
        <p role="alert" className={css.bad}>
          {t('modelSchedule.problem', { problem: last.problem })}
        </p>
      )}
    </>
  );
}
