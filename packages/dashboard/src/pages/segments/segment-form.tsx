import { Button, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type SegmentSettings, usePutSegment, useRuleSubjects } from '../../api/segments.ts';
import { Card } from '../../components/card.tsx';
import { useWords } from '../../components/use-words.ts';
import { PreviewCard } from './preview-card.tsx';
import { type DraftGroup, emptyGroup, rootOf, ruleOf } from './rule-draft.ts';
import { RuleEditor } from './rule-editor.tsx';
import css from './segments.module.css';

export interface SegmentFormProps {
  /** Undefined: a new one. */
  stored?: {
    name: string;
    version: number;
    description: { en: string; 'pt-BR': string } | null;
    group: string | null;
    rule: Record<string, unknown>;
  };
  onSaved: (name: string) => void;
}

/** Name, meaning and rule of a segment, with whom it would hold beside it. */
export function SegmentForm({ stored, onSaved }: SegmentFormProps) {
  const { t } = useTranslation();
  const subjects = useRuleSubjects();
  const putting = usePutSegment();
  const words = useWords();
  const [name, setName] = useState(stored?.name ?? '');
  const [english, setEnglish] = useState(stored?.description?.en ?? '');
  const [portuguese, setPortuguese] = useState(stored?.description?.['pt-BR'] ?? '');
  const [group, setGroup] = useState(stored?.group ?? '');
  const [root, setRoot] = useState<DraftGroup>(() => (stored ? rootOf(stored.rule) : emptyGroup()));
  const rule = ruleOf(root);
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (rule === undefined) return;
    const en = english.trim() || portuguese.trim();
    const settings: SegmentSettings = {
      rule,
      ...(en === '' ? {} : { description: { en, 'pt-BR': portuguese.trim() || en } }),
      ...(group.trim() === '' ? {} : { group: group.trim() }),
    };
    putting.mutate(
      { name: name.trim(), settings, version: stored?.version ?? 0 },
      { onSuccess: () => onSaved(name.trim()) },
    );
  };
  return (
    <form className={css.builder} onSubmit={submit}>
      <div className={css.stack}>
        <Card title={t('segments.what')}>
          <div className={css.fields}>
            {stored === undefined && (
              <TextInput
                label={t('segments.name')}
                description={t('segments.nameHint')}
                maxLength={64}
                value={name}
                onChange={(event) => setName(event.currentTarget.value)}
              />
            )}
            <TextInput
              label={t('segments.groupName')}
              description={t('segments.groupHint')}
              maxLength={64}
              value={group}
              onChange={(event) => setGroup(event.currentTarget.value)}
            />
            <TextInput
              label={t('segments.meaningEnglish')}
              maxLength={300}
              value={english}
              onChange={(event) => setEnglish(event.currentTarget.value)}
            />
            <TextInput
              label={t('segments.meaningPortuguese')}
              maxLength={300}
              value={portuguese}
              onChange={(event) => setPortuguese(event.currentTarget.value)}
            />
          </div>
        </Card>
        <Card title={t('segments.rule')} unit={t('segments.ruleUnit')}>
          <RuleEditor group={root} subjects={subjects.data} onChange={setRoot} />
        </Card>
        {putting.error && (
          <p className={css.wrong} role="alert">
            {words(putting.error)}
          </p>
        )}
        <div className={css.buttons}>
          <Button
            type="submit"
            size="xs"
            loading={putting.isPending}
            disabled={rule === undefined || name.trim() === ''}
          >
            {stored === undefined ? t('segments.create') : t('settings.save')}
          </Button>
        </div>
      </div>
      <PreviewCard rule={rule} />
    </form>
  );
}
