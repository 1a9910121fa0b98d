import { Textarea, TextInput } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import { Card } from '../../../components/card.tsx';
import css from './design.module.css';
import { keyFrom } from './draft.ts';
import type { StepProps } from './step-props.ts';

/** What is expected, and the experiment's key. */
export function IdeaStep({ definition, onChange, stored }: StepProps) {
  const { t } = useTranslation();
  const { hypothesis, key } = definition;
  return (
    <Card title={t('designStep.idea')} unit={t('designStepUnit.idea')}>
      <div className={css.fields}>
        <Textarea
          label={t('design.hypothesis')}
          description={t('design.hypothesisHint')}
          autosize
          minRows={3}
          maxLength={2_000}
          value={hypothesis}
          onChange={(event) => {
            const next = event.currentTarget.value;
            const follows = stored === undefined && (key === '' || key === keyFrom(hypothesis));
            onChange({ ...definition, hypothesis: next, ...(follows ? { key: keyFrom(next) } : {}) });
          }}
        />
        <TextInput
          label={t('design.key')}
          description={t(stored === undefined ? 'design.keyHint' : 'design.keyFixed')}
          maxLength={64}
          value={key}
          disabled={stored !== undefined}
          onChange={(event) => onChange({ ...definition, key: event.currentTarget.value })}
        />
      </div>
    </Card>
  );
}
