import { Button, Modal, PasswordInput, Select, TextInput } from '@mantine/core';
import { type FormEvent, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { type NewPerson, type Person, useAddPerson, useChangePerson } from '../../api/settings.ts';
import { Card } from '../../components/card.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { type Language, languages } from '../../i18n/language.ts';
import css from './settings.module.css';

const shortestPassword = 12;
const roles = ['viewer', 'analyst', 'admin'] as const;
const languageNames: Record<Language, string> = { en: 'English', 'pt-BR': 'Português' };

/** Adds somebody with a first password, which the person changes in their own settings. */
export function NewPersonForm({ onClose }: { onClose: () => void }) {
  const { t, i18n } = useTranslation();
  const adding = useAddPerson();
  const [person, setPerson] = useState<NewPerson>({
    email: '',
    name: '',
    password: '',
    role: 'viewer',
    locale: i18n.language as Language,
  });
  const set = (change: Partial<NewPerson>) => setPerson({ ...person, ...change });
  const submit = (event: FormEvent) => {
    event.preventDefault();
    adding.mutate(
      { ...person, name: person.name.trim(), email: person.email.trim() },
      { onSuccess: onClose },
    );
  };
  return (
    <Card title={t('people.add')}>
      <form className={css.form} onSubmit={submit}>
        <TextInput
          label={t('settings.name')}
          value={person.name}
          maxLength={100}
          onChange={(event) => set({ name: event.currentTarget.value })}
        />
        <TextInput
          label={t('people.email')}
          type="email"
          value={person.email}
          onChange={(event) => set({ email: event.currentTarget.value })}
        />
        <PasswordInput
          label={t('people.firstPassword')}
          description={t('settings.passwordLength', { count: shortestPassword })}
          autoComplete="new-password"
          value={person.password}
          onChange={(event) => set({ password: event.currentTarget.value })}
        />
        <Select
          label={t('people.role')}
          description={t(`roleMeans.${person.role}`)}
          allowDeselect={false}
          value={person.role}
          onChange={(next) => set({ role: next ?? 'viewer' })}
          data={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
        />
        <Select
          label={t('preferences.language')}
          allowDeselect={false}
          value={person.locale ?? 'en'}
          onChange={(next) => set({ locale: next ?? 'en' })}
          data={languages.map((value) => ({ value, label: languageNames[value] }))}
        />
        {adding.error && <ErrorState error={adding.error} />}
        <div className={css.buttons}>
          <Button
            type="submit"
            size="xs"
            loading={adding.isPending}
            disabled={
              person.name.trim() === '' ||
              !person.email.includes('@') ||
              person.password.length < shortestPassword
            }
          >
            {t('people.addDo')}
          </Button>
          <Button size="xs" variant="default" onClick={onClose}>
            {t('action.cancel')}
          </Button>
        </div>
      </form>
    </Card>
  );
}

/** Gives somebody a new password; their sessions end. */
export function ResetPassword({ person, onClose }: { person: Person | undefined; onClose: () => void }) {
  const { t } = useTranslation();
  const [password, setPassword] = useState('');
  const changing = useChangePerson();
  const close = () => {
    setPassword('');
    changing.reset();
    onClose();
  };
  const submit = (event: FormEvent) => {
    event.preventDefault();
    if (person) changing.mutate({ id: person.id, change: { password } }, { onSuccess: close });
  };
  return (
    <Modal
      opened={person !== undefined}
      onClose={close}
      title={t('people.resetTitle', { name: person?.name ?? '' })}
      closeButtonProps={{ 'aria-label': t('action.close') }}
    >
      <form className={css.stack} onSubmit={submit}>
        <PasswordInput
          label={t('settings.newPassword')}
          description={t('people.resetHint')}
          autoComplete="new-password"
          value={password}
          onChange={(event) => setPassword(event.currentTarget.value)}
          data-autofocus
        />
        {changing.error && <ErrorState error={changing.error} />}
        <div className={css.buttons}>
          <Button variant="default" onClick={close}>
            {t('action.cancel')}
          </Button>
          <Button type="submit" loading={changing.isPending} disabled={password.length < shortestPassword}>
            {t('people.reset')}
          </Button>
        </div>
      </form>
    </Modal>
  );
}
