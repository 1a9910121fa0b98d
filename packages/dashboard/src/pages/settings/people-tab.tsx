import { Button, Select } from '@mantine/core';
import { IconPlus } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { useSession } from '../../api/session.ts';
import { type Person, useChangePerson, usePeople, useRemovePerson } from '../../api/settings.ts';
import { Card } from '../../components/card.tsx';
import { ConfirmDialog } from '../../components/confirm-dialog.tsx';
import { DataTable } from '../../components/data-table.tsx';
import { EmptyState } from '../../components/empty-state.tsx';
import { ErrorState } from '../../components/error-state.tsx';
import { RelativeTime } from '../../components/relative-time.tsx';
import { Tag } from '../../components/tag.tsx';
import { NewPersonForm, ResetPassword } from './person-forms.tsx';
import css from './settings.module.css';

const roles = ['viewer', 'analyst', 'admin'] as const;

/** Who may sign in, with which role. The last administrator keeps the role: the server refuses anything else. */
export function PeopleTab() {
  const { t } = useTranslation();
  const { data, error, refetch } = usePeople();
  const self = useSession().data?.id;
  const [adding, setAdding] = useState(false);
  const [resetting, setResetting] = useState<Person>();
  const [removing, setRemoving] = useState<Person>();
  const changing = useChangePerson();
  const remove = useRemovePerson();
  const close = () => {
    remove.reset();
    setRemoving(undefined);
  };
  return (
    <div className={css.stack}>
      {adding && <NewPersonForm onClose={() => setAdding(false)} />}
      <Card
        title={t('settings.people')}
        unit={t('people.unit')}
        actions={
          !adding && (
            <Button size="xs" leftSection={<IconPlus size={14} />} onClick={() => setAdding(true)}>
              {t('people.add')}
            </Button>
          )
        }
      >
        {changing.error && <ErrorState error={changing.error} />}
        {error ? (
          <ErrorState error={error} onRetry={() => refetch()} />
        ) : (
          <DataTable<Person>
            caption={t('settings.people')}
            rows={data}
            rowKey={({ id }) => id}
            file={{}}
            columns={[
              {
                key: 'name',
                name: t('people.person'),
                file: {
                  value: ({ name, email, disabledAt }) =>
                    [`${name} (${email})`, ...(disabledAt === null ? [] : [t('people.disabled')])].join(', '),
                },
                cell: ({ id, name, email, disabledAt }) => (
                  <span className={css.who}>
                    {name} {id === self && <Tag>{t('people.you')}</Tag>}{' '}
                    {disabledAt !== null && <Tag tone="warn">{t('people.disabled')}</Tag>}
                    <span className={css.second}>{email}</span>
                  </span>
                ),
              },
              {
                key: 'role',
                name: t('people.role'),
                file: { value: ({ role }) => t(`role.${role}`) },
                width: '170px',
                cell: ({ id, name, role }) => (
                  <Select
                    size="xs"
                    miw={140}
                    aria-label={t('people.roleOf', { name })}
                    allowDeselect={false}
                    value={role}
                    onChange={(next) => next && changing.mutate({ id, change: { role: next } })}
                    data={roles.map((value) => ({ value, label: t(`role.${value}`) }))}
                  />
                ),
              },
              {
                key: 'since',
                name: t('people.since'),
                file: { type: 'time', value: ({ createdAt }) => Date.parse(createdAt) },
                width: '130px',
                secondary: true,
                cell: ({ createdAt }) => <RelativeTime at={createdAt} />,
              },
              {
                key: 'do',
                name: '',
                width: '310px',
                cell: (person) => (
                  <span className={css.buttons}>
                    <Button size="compact-xs" variant="default" onClick={() => setResetting(person)}>
                      {t('people.reset')}
                    </Button>
                    <Button
                      size="compact-xs"
                      variant="default"
                      onClick={() =>
                        changing.mutate({ id: person.id, change: { disabled: person.disabledAt === null } })
                      }
                    >
                      {person.disabledAt === null ? t('people.disable') : t('people.enable')}
                    </Button>
                    <Button
                      size="compact-xs"
                      variant="default"
                      aria-label={t('people.removeNamed', { name: person.name })}
                      onClick={() => setRemoving(person)}
                    >
                      {t('people.remove')}
                    </Button>
                  </span>
                ),
              },
            ]}
            empty={<EmptyState title={t('people.none')}>{t('people.noneHint')}</EmptyState>}
          />
        )}
      </Card>
      <ResetPassword person={resetting} onClose={() => setResetting(undefined)} />
      <ConfirmDialog
        brief
        grave
        opened={removing !== undefined}
        title={t('people.removeTitle', { name: removing?.name ?? '' })}
        confirm={t('people.remove')}
        pending={remove.isPending}
        error={remove.error}
        onConfirm={() => removing && remove.mutate(removing.id, { onSuccess: close })}
        onClose={close}
      >
        <p>{t('people.removeText')}</p>
      </ConfirmDialog>
    </div>
  );
}
