import { Button, Checkbox, NumberInput, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useCreateKey } from '../../api/settings.ts';
import { Card } from '../../components/card.tsx';
import { CodeBlock } from '../../components/code-block.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { scopeNames, scopes } from './scope-names.ts';
import css from './settings.module.css';

const origins = ['live', 'simulated', 'import'] as const;

/** Makes a key and shows its secret, this once. */
export function NewKeyForm({ onClose }: { onClose: () => void }) {
  const { t } = useTranslation();
  const creating = useCreateKey();
  const [name, setName] = useState('');
  const [chosen, setChosen] = useState<string[]>(['events:write']);
  const [origin, setOrigin] = useState<(typeof origins)[number]>('live');
  const [rateLimit, setRateLimit] = useState<number | string>('');
  if (creating.data) {
    return (
      <Card title={t('keys.made', { name: creating.data.key.name })} unit={t('keys.madeUnit')}>
        <div className={css.stack}>
          <CodeBlock code={creating.data.secret} label={creating.data.key.name} />
          <div className={css.buttons}>
            <Button size="xs" onClick={onClose}>
              {t('keys.kept')}
            </Button>
          </div>
        </div>
      </Card>
    );
  }
  const submit = (event: FormEvent) => {
    event.preventDefault();
    creating.mutate({
      name: name.trim(),
      scopes: scopes.filter((scope) => chosen.includes(scope)),
      origin,
      ...(typeof rateLimit === 'number' ? { rateLimit } : {}),
    });
  };
  return (
    <Card title={t('keys.new')}>
      <form className={css.form} onSubmit={submit}>
        <TextInput
          label={t('keys.name')}
          description={t('keys.nameHint')}
          value={name}
          maxLength={100}
          onChange={(event) => setName(event.currentTarget.value)}
          data-autofocus
        />
        <Checkbox.Group label={t('keys.scopes')} value={chosen} onChange={setChosen}>
          <div className={css.stack} style={{ gap: 8, marginTop: 8 }}>
            {scopes.map((scope) => (
              <Checkbox
                key={scope}
                value={scope}
                label={scope}
                description={t(`scope.${scopeNames[scope]}`)}
              />
            ))}
          </div>
        </Checkbox.Group>
        <Select
          label={t('keys.origin')}
          description={t('keys.originHint')}
          allowDeselect={false}
          value={origin}
          onChange={(next) => setOrigin(next ?? 'live')}
          data={origins.map((value) => ({ value, label: t(`origin.${value}`) }))}
        />
        <NumberInput
          label={t('keys.rateLimit')}
          description={t('keys.rateLimitHint')}
          min={1}
          max={10_000_000}
          allowDecimal={false}
          value={rateLimit}
          onChange={setRateLimit}
        />
        {creating.error && <ErrorState error={creating.error} />}
        <div className={css.buttons}>
          <Button
            type="submit"
            size="xs"
            loading={creating.isPending}
            disabled={name.trim() === '' || chosen.length === 0}
          >
            {t('keys.make')}
          </Button>
          <Button size="xs" variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Card>
  );
}
