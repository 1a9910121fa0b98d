import { Button } from '@mantine/core';
import { type ReactNode, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type LearntPolicy, useLearnt } from '../../../api/placements.ts';
import { useSegments } from '../../../api/segments.ts';
import { useMay } from '../../../api/use-may.ts';
import { Card } from '../../../components/card.tsx';
import { CardPart } from '../../../components/card-part.tsx';
import { EmptyState } from '../../../components/empty-state.tsx';
import { ErrorState } from '../../../components/error-state.tsx';
import { Hint } from '../../../components/hint.tsx';
import { RelativeTime } from '../../../components/relative-time.tsx';
import { useFormat } from '../../../format/use-format.ts';
import { ArmsTable } from './arms-table.tsx';
import { CoefficientsTable } from './coefficients-table.tsx';
import css from './learnt.module.css';
import { ResetDialog } from './reset-dialog.tsx';
import { rewardFormat } from './reward-format.ts';

/** What each policy of a placement knows by now, followed as rewards come in. */
export function LearntCard({ name }: { name: string }) {
  const { t } = useTranslation();
  const { titleOf } = useSegments();
  const { data, error, refetch } = useLearnt(name);
  if (error && data === undefined) {
    return (
      <Card title={t('learnt.title')}>
        <ErrorState error={error} onRetry={() => refetch()} />
      </Card>
    );
  }
  if (data === undefined) return <Card title={t('learnt.title')}>{null}</Card>;
  return data.policies.map((policy) => (
    <PolicyCard
      key={`${policy.segment ?? ''} ${policy.variant ?? ''}`}
      placement={name}
      policy={policy}
      title={
        policy.variant !== null
          ? t('learnt.segmentTitle', { segment: policy.variant })
          : policy.segment !== null
            ? t('learnt.segmentTitle', { segment: titleOf(policy.segment) })
            : t('learnt.title')
      }
    />
  ));
}

function PolicyCard({
  placement,
  policy,
  title,
}: {
  placement: string;
  policy: LearntPolicy;
  title: string;
}) {
  const { t } = useTranslation();
  const format = useFormat();
  const mayReset = useMay('admin');
  const [resetting, setResetting] = useState(false);
  const { kind, reward, learns, halfLifeMs, uniformShare, pulls, rewards, dropped, armCount, trees } = policy;
  const facts = [
    reward !== null && t('learnt.learnsFrom', { reward: t(`rewardName.${reward}`).toLocaleLowerCase() }),
    uniformShare > 0 && t('learnt.uniform', { share: format.percent(uniformShare) }),
    halfLifeMs !== null && t('learnt.halfLife', { span: format.span(halfLifeMs / 1_000) }),
  ].filter((fact) => fact !== false);
  const file = { notes: [placement, title] };
  const part =
    armCount > policy.arms.length
      ? [t('learnt.shown', { shown: policy.arms.length, all: format.count(armCount) })]
      : [];
  const armsFile = { notes: [...file.notes, ...part] };
  return (
    <Card
      title={title}
      unit={[t(`policyKind.${kind}`), ...facts].join(' · ')}
      actions={
        mayReset &&
        policy.variant === null &&
        pulls > 0 && (
          <Button variant="default" size="xs" onClick={() => setResetting(true)}>
            {t('learnt.reset')}
          </Button>
        )
      }
      footer={
        learns && (
          <>
            {part.map((words) => `${words} `)}
            {dropped > 0 && `${t('learnt.dropped', { count: dropped })} `}
            {t('learnt.footer')}
          </>
        )
      }
    >
      {!learns ? (
        <EmptyState title={t('learnt.nothing', { kind: t(`policyKind.${kind}`) })}>
          {t('learnt.nothingHint')}
        </EmptyState>
      ) : (
        <div className={css.content}>
          <dl className={css.figures}>
            <Figure name={t('learnt.pulls')} help={t('learnt.pullsHelp')} exact={format.exact(pulls)}>
              {format.count(pulls)}
            </Figure>
            <Figure name={t('learnt.rewards')} exact={format.exact(rewards)}>
              {format.count(rewards)}
            </Figure>
            <Figure name={t('learnt.meanReward')} help={t('learnt.meanRewardHelp')}>
              {rewardFormat(format, reward)(policy.meanReward)}
            </Figure>
            <Figure name={t('learnt.updated')}>
              <RelativeTime at={policy.updatedAt} />
            </Figure>
          </dl>
          {trees !== null && (
            <p className={css.note}>
              {t('learnt.trees', {
                members: trees.members,
                rows: format.count(trees.rows),
                positives: format.count(trees.positives),
                time: format.dateTime(new Date(trees.fittedAt).getTime()),
              })}
            </p>
          )}
          {kind === 'bootstrappedTrees' && trees === null && (
            <p className={css.note}>{t('learnt.noTrees')}</p>
          )}
          {policy.coefficients.length > 0 && pulls > 0 ? (
            <>
              <CardPart title={t('learnt.coefficients')}>
                <CoefficientsTable policy={policy} file={file} />
              </CardPart>
              <CardPart title={t('learnt.arms')}>
                <ArmsTable policy={policy} file={armsFile} />
              </CardPart>
            </>
          ) : (
            <ArmsTable policy={policy} file={armsFile} />
          )}
        </div>
      )}
      {resetting && (
        <ResetDialog placement={placement} segment={policy.segment} onClose={() => setResetting(false)} />
      )}
    </Card>
  );
}

function Figure({
  name,
  help,
  exact,
  children,
}: {
  name: string;
  help?: string;
  /** Every digit, shown on hover. */
  exact?: string;
  children: ReactNode;
}) {
  return (
    <div>
      <dt>{help === undefined ? name : <Hint text={help}>{name}</Hint>}</dt>
      <dd title={exact}>{children}</dd>
    </div>
  );
}
