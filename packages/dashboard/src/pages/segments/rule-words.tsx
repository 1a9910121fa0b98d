import { useTranslation } from 'react-i18next';
import { useFormat } from '../../format/use-format.ts';
import { type DraftComparison, type DraftNode, type Rule, rootOf } from './rule-draft.ts';
import css from './segments.module.css';

/** A rule for reading, group within group. */
export function RuleWords({ rule }: { rule: Rule }) {
  return <Words node={rootOf(rule)} />;
}

function Words({ node }: { node: DraftNode }) {
  const { t } = useTranslation();
  const not = node.negated ? `${t('rule.negated')}: ` : '';
  if (node.kind === 'comparison') {
    return (
      <span>
        {not}
        <ComparisonWords comparison={node} />
      </span>
    );
  }
  return (
    <>
      <span className={css.muted}>
        {not}
        {node.join === 'and' ? t('rule.all') : t('rule.any')}
      </span>
      <ul className={css.words}>
        {node.parts.map((part) => (
          <li key={part.id}>
            <Words node={part} />
          </li>
        ))}
      </ul>
    </>
  );
}

function ComparisonWords({ comparison }: { comparison: DraftComparison }) {
  const { t } = useTranslation();
  const format = useFormat();
  const { subject, name, of, op, values, type } = comparison;
  const shown = values.map((value) =>
    subject === 'affinity' ? `${value} %` : type === 'number' ? format.exact(Number(value)) : value,
  );
  return (
    <>
      <code>{subject === 'affinity' ? `${name} = ${of}` : name}</code> {t(`operator.${op}`)}{' '}
      <strong>{shown.join(op === 'between' ? ' – ' : ', ')}</strong>
    </>
  );
}
