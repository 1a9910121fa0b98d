import { Button, PasswordInput, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/session.ts';
import { useChangePreferences } from '../../api/settings.ts';
import { Card } from '../../components/card.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { useFormat } from '../../format/use-format.ts';
import { useNow } from '../../format/use-now.ts';
import { Preferences } from '../../frame/preferences.tsx';
import css from './settings.module.css';

const shortestPassword = 12;

/** Language, theme, time zone, name and password of who is signed in. */
export function YouTab() {
  const { t } = useTranslation();
  const session = useSession().data;
  if (!session) return null;
  return (
    <div className={css.stack}>
      <Card title={t('settings.appearance')} unit={t('settings.appearanceUnit')}>
        <div className={css.form}>
          <Preferences />
          <ZoneForm timeZone={session.timeZone} />
        </div>
      </Card>
      {session.kind === 'person' && (
        <>
          <NameCard name={session.name} email={session.email ?? ''} />
          <PasswordCard />
        </>
      )}
    </div>
  );
}

function ZoneForm({ timeZone }: { timeZone: string | null }) {
  const { t } = useTranslation();
  const format = useFormat();
  const now = useNow(10_000);
  const changing = useChangePreferences();
  return (
    <>
      <Select
        label={t('settings.zone')}
        description={t('settings.zoneNow', { time: format.dateTime(now) })}
        searchable
        allowDeselect={false}
        limit={60}
        value={timeZone ?? ''}
        onChange={(next) => changing.mutate({ timeZone: next || null })}
        data={[
          { value: '', label: t('settings.zoneOfDevice') },
          ...Intl.supportedValuesOf('timeZone').map((value) => ({ value, label: value })),
        ]}
        nothingFoundMessage={t('settings.noZone')}
      />
      {changing.error && <ErrorState error={changing.error} />}
    </>
  );
}

function NameCard({ name, email }: { name: string; email: string }) {
  const { t } = useTranslation();
  const [typed, setTyped] = useState(name);
  const changing = useChangePreferences();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (typed.trim() !== '') changing.mutate({ name: typed.trim() });
  };
  return (
    <Card title={t('settings.account')} unit={email}>
      <form className={css.form} onSubmit={submit}>
        <TextInput
          label={t('settings.name')}
          value={typed}
          maxLength={100}
          onChange={(event) => setTyped(event.currentTarget.value)}
        />
        <div className={css.buttons}>
          <Button type="submit" size="xs" loading={changing.isPending} disabled={typed.trim() === name}>
            {t('settings.save')}
          </Button>
        </div>
        {changing.error && <ErrorState error={changing.error} />}
      </form>
    </Card>
  );
}

function PasswordCard() {
  const { t } = useTranslation();
  const [current, setCurrent] = useState('');
  const [next, setNext] = useState('');
  const changing = useChangePreferences();
  const submit = (event: FormEvent) => {
    event.preventDefault();
    changing.mutate(
      { password: { current, next } },
      {
        onSuccess: () => {
          setCurrent('');
          setNext('');
        },
      },
    );
  };
  return (
    <Card title={t('settings.password')} unit={t('settings.passwordUnit')}>
      <form className={css.form} onSubmit={submit}>
        <PasswordInput
          label={t('settings.currentPassword')}
          autoComplete="current-password"
          value={current}
          onChange={(event) => setCurrent(event.currentTarget.value)}
        />
        <PasswordInput
          label={t('settings.newPassword')}
          description={t('settings.passwordLength', { count: shortestPassword })}
          autoComplete="new-password"
          value={next}
          onChange={(event) => setNext(event.currentTarget.value)}
        />
        <div className={css.buttons}>
          <Button
            type="submit"
            size="xs"
            loading={changing.isPending}
            disabled={current === '' || next.length < shortestPassword}
          >
            {t('settings.changePassword')}
          </Button>
          {changing.isSuccess && <span className={css.muted}>{t('settings.passwordChanged')}</span>}
        </div>
        {changing.error && <ErrorState error={changing.error} />}
      </form>
    </Card>
  );
}
