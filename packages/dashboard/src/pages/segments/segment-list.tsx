import { Button } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import { Link } from 'wouter';
import { useMayEditPlacements } from '../../api/placements.ts';
import {
  type Segment,
  type SegmentChange,
  usePutSegment,
  useSegmentMoves,
  useSegments,
} from '../../api/segments.ts';
import { Card } from '../../components/card.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Page } from '../../components/page.tsx';
import { RemovedNotice } from '../../components/removed-notice.tsx';
import { Sparkline } from '../../components/sparkline.tsx';
import { Tag } from '../../components/tag.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { Language } from '../../i18n/language.ts';
import { dayOf, membersByDay, type SegmentDay } from './members-by-day.ts';
import { segmentPath } from './path.ts';
import { removedKey } from './removed-key.ts';
import css from './segments.module.css';

const days = 30;
const recentDays = 7;

/** Every segment: how many are in it, who came and went, and where its rule stands. */
export function SegmentList() {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const language = i18n.language as Language;
  const mayEdit = useMayEditPlacements();
  const { data, error, refetch } = useSegments();
  const restoring = usePutSegment();
  const moves = useSegmentMoves(days, format.timeZone);
  const today = dayOf(Date.now(), format.timeZone);
  const courseOf = ({ name, members }: Segment): SegmentDay[] =>
    membersByDay(
      (moves.data ?? []).filter(({ segment }) => segment === name),
      members,
      days,
      today,
    );
  const recent = (segment: Segment, which: 'entered' | 'left') =>
    moves.data &&
    courseOf(segment)
      .slice(-recentDays)
      .reduce((sum, day) => sum + day[which], 0);
  const add = mayEdit && (
    <Button component={Link} href="/segments/new" size="xs" leftSection={<IconPlus size={14} />}>
      {t('segments.new')}
    </Button>
  );
  return (
    <Page title={t('section.segments')} bar={add}>
      <RemovedNotice<SegmentChange>
        removedKey={removedKey}
        words={({ name }) => t('segments.removed', { name })}
        restoring={restoring}
      />
      <Card title={t('section.segments')} unit={t('segments.unit')}>
        {error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <DataTable<Segment>
            caption={t('section.segments')}
            rows={data}
            rowKey={({ name }) => name}
            file={{}}
            expectedRows={8}
            columns={[
              {
                key: 'name',
                name: t('segments.segment'),
                file: { value: ({ name }) => name },
                cell: ({ name, description, source, problem }) => (
                  <>
                    <span className={css.name}>
                      <Link className={css.link} href={segmentPath(name)}>
                        {name}
                      </Link>
                      {source === 'config' && (
                        <Tag title={t('segments.readOnly')}>{t('segments.declared')}</Tag>
                      )}
                      {problem !== null && (
                        <Tag tone="bad" title={problem}>
                          {t('segments.off')}
                        </Tag>
                      )}
                    </span>
                    <span className={css.second}>{description?.[language]}</span>
                  </>
                ),
              },
              {
                key: 'group',
                name: t('segments.groupName'),
                width: '120px',
                secondary: true,
                cell: ({ group }) => group ?? '–',
              },
              {
                key: 'members',
                name: t('segments.members'),
                file: { type: 'number', value: ({ members }) => members },
                numeric: true,
                width: '100px',
                cell: ({ members }) => <span title={format.exact(members)}>{format.count(members)}</span>,
              },
              {
                key: 'course',
                name: '',
                width: '96px',
                secondary: true,
                cell: (segment) =>
                  moves.data && <Sparkline values={courseOf(segment).map(({ members }) => members)} />,
              },
              {
                key: 'entered',
                name: t('segments.enteredRecently', { count: recentDays }),
                file: { type: 'number', value: (segment) => recent(segment, 'entered') },
                numeric: true,
                width: '130px',
                secondary: true,
                cell: (segment) => format.count(recent(segment, 'entered')),
              },
              {
                key: 'left',
                name: t('segments.leftRecently', { count: recentDays }),
                file: { type: 'number', value: (segment) => recent(segment, 'left') },
                numeric: true,
                width: '130px',
                secondary: true,
                cell: (segment) => format.count(recent(segment, 'left')),
              },
            ]}
            empty={
              <EmptyState title={t('segments.none')} action={add || undefined}>
                {t('segments.noneHint')}
              </EmptyState>
            }
          />
        )}
      </Card>
    </Page>
  );
}
