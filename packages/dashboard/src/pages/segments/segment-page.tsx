import { Button } from '@mantine/core';
import { useQueryClient } from '@tanstack/react-query';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { Link, useLocation } from 'wouter';
import { useMayEditPlacements } from '../../api/placements.ts';
import { type SegmentChange, useRemoveSegment, useSegment } from '../../api/segments.ts';
import { Card } from '../../components/card.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { Notice } from '../../components/notice.tsx';
import { Page } from '../../components/page.tsx';
import { Tag } from '../../components/tag.tsx';
import { useFormat } from '../../format/use-format.ts';
import type { Language } from '../../i18n/language.ts';
import { HistoryCards } from './history-card.tsx';
import { PreviewCard } from './preview-card.tsx';
import { removedKey } from './removed-key.ts';
import { RuleWords } from './rule-words.tsx';
import { SegmentForm } from './segment-form.tsx';
import css from './segments.module.css';

/** One segment: its rule, who is in it, how that changed, and what uses it. */
export function SegmentPage({ name }: { name: string }) {
  const { t, i18n } = useTranslation();
  const format = useFormat();
  const language = i18n.language as Language;
  const [, navigate] = useLocation();
  const queries = useQueryClient();
  const mayEdit = useMayEditPlacements();
  const { data, error, refetch } = useSegment(name);
  const removing = useRemoveSegment();
  const [saved, setSaved] = useState(false);
  // A later count that fails takes neither the segment nor its half-written rule away.
  if (error && data === undefined) {
    return (
      <Page title={name}>
        <ErrorState error={error} onRetry={() => refetch()} />
      </Page>
    );
  }
  if (data === undefined) {
    return (
      <Page title={name}>
        <div aria-busy="true" />
      </Page>
    );
  }
  const editable = mayEdit && data.source === 'stored';
  const remove = () => {
    const kept: SegmentChange = {
      name,
      version: 0,
      settings: {
        rule: data.rule,
        ...(data.description === null ? {} : { description: data.description }),
        ...(data.group === null ? {} : { group: data.group }),
      },
    };
    removing.mutate(name, {
      onSuccess: () => {
        queries.setQueryData(removedKey, kept);
        navigate('/segments');
      },
    });
  };
  return (
    <Page
      title={name}
      bar={
        <div className={css.buttons}>
          <Link className={css.link} href={`/customers?segment=${encodeURIComponent(name)}`}>
            {t('segments.memberCount', { count: data.members, shown: format.count(data.members) })}
          </Link>
          {data.group !== null && <Tag>{t('segments.inGroup', { group: data.group })}</Tag>}
        </div>
      }
    >
      {data.description && <p className={css.muted}>{data.description[language]}</p>}
      {data.problem !== null && <Notice>{t('segments.notEvaluated', { problem: data.problem })}</Notice>}
      {data.source === 'config' && <Notice>{t('segments.readOnly')}</Notice>}
      <HistoryCards name={name} members={data.members} />
      {editable ? (
        <>
          {saved && <Notice>{t('segments.saved')}</Notice>}
          <SegmentForm key={data.version} stored={data} onSaved={() => setSaved(true)} />
        </>
      ) : (
        <div className={css.builder}>
          <Card title={t('segments.rule')} unit={t('segments.ruleUnit')}>
            <RuleWords rule={data.rule} />
          </Card>
          <PreviewCard rule={data.rule} />
        </div>
      )}
      <Card title={t('segments.usedBy')}>
        <div className={css.stack}>
          {data.usedBy.length === 0 ? (
            <p className={css.muted}>{t('segments.unused')}</p>
          ) : (
            <ul className={css.uses}>
              {data.usedBy.map(({ kind, name: used, title }) => (
                <li key={`${kind} ${used}`}>
                  <Tag>{t(`segments.use.${kind}`)}</Tag>{' '}
                  <Link
                    className={css.link}
                    href={`/${kind === 'placement' ? 'placements' : 'experiments'}/${encodeURIComponent(used)}`}
                  >
                    {title}
                  </Link>
                </li>
              ))}
            </ul>
          )}
          {editable && (
            <div className={css.buttons}>
              <Button size="xs" variant="default" loading={removing.isPending} onClick={remove}>
                {t('segments.remove')}
              </Button>
              {data.usedBy.length > 0 && <span className={css.muted}>{t('segments.removeUsed')}</span>}
            </div>
          )}
          {removing.error && <ErrorState error={removing.error} />}
        </div>
      </Card>
    </Page>
  );
}
