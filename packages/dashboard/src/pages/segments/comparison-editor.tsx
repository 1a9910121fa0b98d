import { ActionIcon, Autocomplete, Select, Switch } from '@mantine/core';
import { IconX } from '@tabler/icons-react';
import { useTranslation } from 'react-i18next';
import type { RuleSubjects } from '../../api/segments.ts';
import {
  changeComparison,
  type DraftComparison,
  operatorsOf,
  type SubjectKind,
  type ValueType,
} from './rule-draft.ts';
import css from './segments.module.css';
import { ValueFields } from './value-fields.tsx';

/** One comparison: of what, how, with which values; those that customers have are suggested. */
export function ComparisonEditor({
  comparison,
  subjects,
  onChange,
  onRemove,
}: {
  comparison: DraftComparison;
  subjects: RuleSubjects | undefined;
  onChange: (next: DraftComparison) => void;
  onRemove: () => void;
}) {
  const { t } = useTranslation();
  const change = (part: Partial<DraftComparison>) => onChange(changeComparison(comparison, part));
  const affinityValues = subjects?.affinities.find((one) => one.attribute === comparison.name)?.values ?? [];
  return (
    <div className={css.comparison}>
      <Select
        size="xs"
        label={t('rule.about')}
        searchable
        allowDeselect={false}
        placeholder={t('rule.choose')}
        value={comparison.name === '' ? null : `${comparison.subject}:${comparison.name}`}
        onChange={(next) => next && change(subjectOf(next, subjects))}
        data={optionsOf(comparison, subjects, {
          attribute: t('rule.attributes'),
          feature: t('rule.features'),
          affinity: t('rule.affinities'),
        })}
      />
      {comparison.subject === 'affinity' && (
        <Autocomplete
          size="xs"
          label={t('rule.of')}
          limit={50}
          value={comparison.of}
          onChange={(of) => change({ of })}
          data={affinityValues}
        />
      )}
      <Select
        size="xs"
        label={t('rule.operator')}
        allowDeselect={false}
        value={comparison.op}
        onChange={(op) => op && change({ op })}
        data={operatorsOf(comparison).map((value) => ({ value, label: t(`operator.${value}`) }))}
      />
      <ValueFields comparison={comparison} subjects={subjects} onChange={(values) => change({ values })} />
      <div className={css.comparisonEnd}>
        <Switch
          size="xs"
          label={t('rule.negated')}
          checked={comparison.negated}
          onChange={(event) => change({ negated: event.currentTarget.checked })}
        />
        <ActionIcon variant="subtle" color="gray" aria-label={t('rule.remove')} onClick={onRemove}>
          <IconX size={16} />
        </ActionIcon>
      </div>
    </div>
  );
}

/** What a choice of the list means; the type of an attribute is that of most customers' values. */
function subjectOf(choice: string, subjects: RuleSubjects | undefined): Partial<DraftComparison> {
  const subject = choice.slice(0, choice.indexOf(':')) as SubjectKind;
  const name = choice.slice(subject.length + 1);
  return {
    subject,
    name,
    of: '',
    values: [],
    type: subject === 'attribute' ? typeOf(name, subjects) : 'number',
  };
}

function typeOf(name: string, subjects: RuleSubjects | undefined): ValueType {
  const type = subjects?.attributes.find((one) => one.name === name)?.type ?? 'text';
  return type === 'list' ? 'text' : type;
}

function optionsOf(
  { subject, name }: DraftComparison,
  subjects: RuleSubjects | undefined,
  groups: Record<SubjectKind, string>,
) {
  const known: Record<SubjectKind, string[]> = {
    attribute: subjects?.attributes.map((one) => one.name) ?? [],
    feature: subjects?.features.map((one) => one.name) ?? [],
    affinity: subjects?.affinities.map((one) => one.attribute) ?? [],
  };
  // A stored rule may name what no sampled customer has.
  if (name !== '' && !known[subject].includes(name)) known[subject].push(name);
  return (['attribute', 'feature', 'affinity'] as const).map((kind) => ({
    group: groups[kind],
    items: known[kind].map((one) => ({ value: `${kind}:${one}`, label: one })),
  }));
}
