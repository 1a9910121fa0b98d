import { ActionIcon, Menu } from '@mantine/core';
import { IconDots } from '@tabler/icons-react';
import { useState } from 'react';
import { useTranslation } from 'react-i18next';
import { champion, knownAliases, type ModelVersion } from '../../../api/models.ts';
import { AliasDialog } from './alias-dialog.tsx';
import { DropAliasDialog } from './drop-alias-dialog.tsx';
import { PromoteDialog } from './promote-dialog.tsx';

type Asked = { kind: 'set' | 'drop'; alias: string };

/** What may be done with a version: point an alias at it, or take one away. */
export function VersionMenu({ version }: { version: ModelVersion }) {
  const { t } = useTranslation();
  const [asked, setAsked] = useState<Asked>();
  const { name, version: number, aliases, state } = version;
  const settable = knownAliases.filter((alias) => !aliases.includes(alias));
  const nameOf = (alias: string) => t(`modelAlias.${alias}`, { defaultValue: alias });
  const close = () => setAsked(undefined);
  return (
    <>
      <Menu>
        <Menu.Target>
          <ActionIcon variant="subtle" color="gray" aria-label={t('model.actions', { version: number })}>
            <IconDots size={16} />
          </ActionIcon>
        </Menu.Target>
        <Menu.Dropdown>
          {settable.map((alias) => (
            <Menu.Item
              key={alias}
              disabled={state === 'removed'}
              onClick={() => setAsked({ kind: 'set', alias })}
            >
              {alias === champion ? t('model.promote') : t('model.setAlias', { alias: nameOf(alias) })}
            </Menu.Item>
          ))}
          {aliases.length > 0 && <Menu.Divider />}
          {aliases.map((alias) => (
            <Menu.Item key={alias} onClick={() => setAsked({ kind: 'drop', alias })}>
              {t('model.dropAlias', { alias: nameOf(alias) })}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
      {asked?.kind === 'set' && asked.alias === champion && (
        <PromoteDialog name={name} version={number} onClose={close} />
      )}
      {asked?.kind === 'set' && asked.alias !== champion && (
        <AliasDialog name={name} version={number} alias={asked.alias} onClose={close} />
      )}
      {asked?.kind === 'drop' && (
        <DropAliasDialog name={name} version={number} alias={asked.alias} onClose={close} />
      )}
    </>
  );
}
