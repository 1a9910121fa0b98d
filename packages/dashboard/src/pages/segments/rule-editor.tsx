import { Button, Select, Switch } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RuleSubjects } from '../../api/segments.ts';
import { ComparisonEditor } from './comparison-editor.tsx';
import { type DraftGroup, type DraftNode, emptyComparison, emptyGroup } from './rule-draft.ts';
import css from './segments.module.css';

const deepest = 6;

/** A group of the rule: how its parts join, the parts, and buttons that add to them. */
export function RuleEditor({
  group,
  subjects,
  depth = 1,
  onChange,
  onRemove,
}: {
  group: DraftGroup;
  subjects: RuleSubjects | undefined;
  depth?: number;
  onChange: (next: DraftGroup) => void;
  onRemove?: () => void;
}) {
  const { t } = useTranslation();
  const setPart = (part: DraftNode, next: DraftNode | undefined) =>
    onChange({
      ...group,
      parts: group.parts.flatMap((one) => (one.id !== part.id ? [one] : next === undefined ? [] : [next])),
    });
  const add = (part: DraftNode) => onChange({ ...group, parts: [...group.parts, part] });
  return (
    <fieldset className={css.group}>
      <legend className="visually-hidden">{t('rule.group')}</legend>
      <div className={css.groupHead}>
        <Select
          size="xs"
          aria-label={t('rule.join')}
          allowDeselect={false}
          value={group.join}
          onChange={(join) => onChange({ ...group, join: join ?? 'and' })}
          data={[
            { value: 'and', label: t('rule.all') },
            { value: 'or', label: t('rule.any') },
          ]}
        />
        <Switch
          size="xs"
          label={t('rule.negated')}
          checked={group.negated}
          onChange={(event) => onChange({ ...group, negated: event.currentTarget.checked })}
        />
        {onRemove && (
          <Button size="compact-xs" variant="default" onClick={onRemove}>
            {t('rule.removeGroup')}
          </Button>
        )}
      </div>
      {group.parts.map((part) =>
        part.kind === 'group' ? (
          <RuleEditor
            key={part.id}
            group={part}
            subjects={subjects}
            depth={depth + 1}
            onChange={(next) => setPart(part, next)}
            onRemove={() => setPart(part, undefined)}
          />
        ) : (
          <ComparisonEditor
            key={part.id}
            comparison={part}
            subjects={subjects}
            onChange={(next) => setPart(part, next)}
            onRemove={() => setPart(part, undefined)}
          />
        ),
      )}
      <div className={css.buttons}>
        <Button
          size="compact-xs"
          variant="default"
          leftSection={<IconPlus size={12} />}
          onClick={() => add(emptyComparison())}
        >
          {t('rule.addComparison')}
        </Button>
        {depth < deepest && (
          <Button
            size="compact-xs"
            variant="default"
            leftSection={<IconPlus size={12} />}
            onClick={() => add({ ...emptyGroup(), join: group.join === 'and' ? 'or' : 'and' })}
          >
            {t('rule.addGroup')}
          </Button>
        )}
      </div>
    </fieldset>
  );
}
