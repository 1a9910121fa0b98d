import { Button, PasswordInput, SegmentedControl, TextInput } from '@mantine/core';
import { ApiError, ConnectionError } from '@personalize/sdk';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSignIn } from '../../api/session.ts';
import { BrandMark } from '../../frame/brand.tsx';
import { Preferences } from '../../frame/preferences.tsx';
import css from './sign-in.module.css';

/** Signing in with a key or with e-mail and password. */
export function SignIn() {
  const { t } = useTranslation();
  const [way, setWay] = useState('key');
  const [key, setKey] = useState('');
  const [email, setEmail] = useState('');
  const [password, setPassword] = useState('');
  const signIn = useSignIn();

  useEffect(() => {
    document.title = `${t('signIn.title')} · Personalize`;
  }, [t]);

  return (
    <main className={css.page}>
      <div className={css.box}>
        <div className={css.brand}>
          <BrandMark size={32} />
          <h1>{t('signIn.title')}</h1>
        </div>
        <form
          className={css.form}
          onSubmit={(event) => {
            event.preventDefault();
            signIn.mutate(way === 'key' ? { key: key.trim() } : { email: email.trim(), password });
          }}
        >
          <SegmentedControl
            fullWidth
            aria-label={t('signIn.way')}
            value={way}
            onChange={(value) => {
              setWay(value);
              signIn.reset();
            }}
            data={[
              { value: 'key', label: t('signIn.withKey') },
              { value: 'password', label: t('signIn.withPassword') },
            ]}
          />
          {way === 'key' ? (
            <PasswordInput
              label={t('signIn.key')}
              description={t('signIn.keyHint')}
              value={key}
              onChange={(event) => setKey(event.currentTarget.value)}
              autoComplete="current-password"
              visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
              required
              withAsterisk={false}
            />
          ) : (
            <>
              <TextInput
                label={t('signIn.email')}
                type="email"
                value={email}
                onChange={(event) => setEmail(event.currentTarget.value)}
                autoComplete="username"
                required
                withAsterisk={false}
              />
              <PasswordInput
                label={t('signIn.password')}
                value={password}
                onChange={(event) => setPassword(event.currentTarget.value)}
                autoComplete="current-password"
                visibilityToggleButtonProps={{ 'aria-label': t('signIn.show') }}
                required
                withAsterisk={false}
              />
            </>
          )}
          {signIn.error && (
            <p className={css.error} role="alert">
              {t(problemOf(signIn.error, way))}
            </p>
          )}
          <Button type="submit" loading={signIn.isPending} fullWidth>
            {t('signIn.do')}
          </Button>
        </form>
        <Preferences />
      </div>
    </main>
  );
}

function problemOf(error: Error, way: string) {
  if (error instanceof ConnectionError) return 'error.unreachable';
  if (!(error instanceof ApiError)) return 'error.unexpected';
  if (error.status === 429) return 'signIn.tooMany';
  if (error.status === 401 || error.status === 400)
    return way === 'key' ? 'signIn.wrongKey' : 'signIn.wrongPassword';
  return error.temporary ? 'error.busy' : 'error.unexpected';
}
