import { Select } from '@mantine/core';
import { useTranslation } from 'react-i18next';
import type { Effect } from '../../../api/experiments.ts';
import css from './design.module.css';
import { NumberField } from './number-field.tsx';

export type Policy = Extract<Effect, { kind: 'policy' }>['policy'];

/** Each kind of policy with its usual settings. */
const usual: Record<Policy['kind'], Policy> = {
  greedy: { kind: 'greedy' },
  epsilonGreedy: { kind: 'epsilonGreedy', epsilon: 0.05 },
  softmax: { kind: 'softmax', temperature: 0.1 },
  betaThompson: { kind: 'betaThompson', reward: 'click' },
  gaussianThompson: { kind: 'gaussianThompson', reward: 'click' },
  linUcb: { kind: 'linUcb', reward: 'click', alpha: 1 },
  linearThompson: { kind: 'linearThompson', reward: 'click' },
  bootstrappedTrees: { kind: 'bootstrappedTrees', reward: 'click' },
};
const kinds = Object.keys(usual) as Policy['kind'][];
const binary: readonly Policy['kind'][] = ['betaThompson', 'bootstrappedTrees'];

/** The rule that picks the slate, with the setting that matters most; the others keep their defaults. */
export function PolicyForm({ policy, onChange }: { policy: Policy; onChange: (policy: Policy) => void }) {
  const { t } = useTranslation();
  const rewards = binary.includes(policy.kind) ? ['click', 'purchase'] : ['click', 'purchase', 'value'];
  return (
    <div className={css.row}>
      <Select
        label={t('design.policy')}
        description={t(`policyHint.${policy.kind}`)}
        value={policy.kind}
        allowDeselect={false}
        data={kinds.map((value) => ({ value, label: t(`policyKind.${value}`) }))}
        onChange={(next) => onChange(usual[kinds.find((kind) => kind === next) ?? 'greedy'])}
      />
      {policy.kind === 'epsilonGreedy' && (
        <NumberField
          label={t('design.epsilon')}
          value={policy.epsilon}
          min={0}
          max={1}
          required
          onChange={(epsilon) => onChange({ ...policy, epsilon: epsilon ?? 0 })}
        />
      )}
      {policy.kind === 'softmax' && (
        <NumberField
          label={t('design.temperature')}
          value={policy.temperature}
          min={0.001}
          max={100}
          required
          onChange={(temperature) => onChange({ ...policy, temperature: temperature ?? 0.1 })}
        />
      )}
      {policy.kind === 'linUcb' && (
        <NumberField
          label={t('design.alpha')}
          value={policy.alpha}
          min={0}
          max={100}
          onChange={(alpha) => {
            const { alpha: _, ...rest } = policy;
            onChange(alpha === undefined ? rest : { ...rest, alpha });
          }}
        />
      )}
      {'reward' in policy && (
        <Select
          label={t('design.reward')}
          value={policy.reward ?? 'click'}
          allowDeselect={false}
          data={rewards.map((value) => ({ value, label: t(`policyReward.${value as 'click'}`) }))}
          onChange={(next) => onChange({ ...policy, reward: next } as Policy)}
        />
      )}
    </div>
  );
}
