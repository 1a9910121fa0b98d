import { Menu, useComputedColorScheme } from '@mantine/core';
import { useEffect, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadReport, type ReportBlock, type ReportFormat, warmRenderer } from '../api/reports.ts';
import { useFormat } from '../format/use-format.ts';
import type { Language } from '../i18n/language.ts';
import { ExportButton, type ExportButtonProps } from './export-button.tsx';

/** Formats that are drawn: getting ready for one while the menu is read spares waiting for it. */
const drawn: ReadonlySet<ReportFormat> = new Set(['png', 'svg', 'pdf']);

export interface ExportMenuProps extends Pick<ExportButtonProps, 'title' | 'prominent'> {
  /** What a file holds, read when one is asked for. */
  blocks: () => ReportBlock[] | Promise<ReportBlock[]>;
  /** Read when the menu opens. */
  formats: () => readonly ReportFormat[];
  /** Formats whose files are made in another way, such as those of every row where there may be very many. */
  own?: Partial<Record<ReportFormat, () => void>> | undefined;
  /** It was asked for before it had loaded. */
  opened?: boolean;
}

/** Takes a chart, a table or a board away: as a picture, on paper, or its numbers. The files are made by the server. */
export function ExportMenu({
  title,
  blocks,
  formats,
  own = {},
  prominent = false,
  opened = false,
}: ExportMenuProps) {
  const { t, i18n } = useTranslation();
  const theme = useComputedColorScheme('light');
  const { timeZone } = useFormat();
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const [offered, setOffered] = useState<readonly ReportFormat[]>(() => (opened ? formats() : []));
  useEffect(() => {
    if (opened) void warmRenderer();
  }, [opened]);
  const make = async (format: ReportFormat) => {
    setState('busy');
    try {
      await downloadReport({
        format,
        theme,
        timeZone,
        locale: i18n.language as Language,
        title: title.slice(0, 200),
        blocks: await blocks(),
      });
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  const open = () => {
    const formatsNow = formats();
    setOffered(formatsNow);
    if (formatsNow.some((format) => drawn.has(format))) void warmRenderer();
  };
  return (
    <>
      <span role="status" className={state === 'failed' ? undefined : 'visually-hidden'}>
        {state === 'failed' ? t('chart.exportFailed') : state === 'busy' ? t('chart.exporting') : ''}
      </span>
      <Menu position="bottom-end" defaultOpened={opened} onOpen={open}>
        <Menu.Target>
          <ExportButton title={title} prominent={prominent} loading={state === 'busy'} />
        </Menu.Target>
        <Menu.Dropdown>
          {offered.map((format) => (
            <Menu.Item key={format} onClick={own[format] ?? (() => make(format))}>
              {t(`chart.as.${format}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
