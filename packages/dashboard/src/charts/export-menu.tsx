import { Button, Menu, useComputedColorScheme } from '@mantine/core';
import { IconFileExport } from '@tabler/icons-react';
import { type RefObject, useState } from 'react';
import { useTranslation } from 'react-i18next';
import { downloadReport, type ReportFormat } from '../api/reports.ts';
import { useFormat } from '../format/use-format.ts';
import type { Language } from '../i18n/language.ts';
import type { ChartTable } from './chart-table.ts';
import { blockOf } from './figure-block.ts';
import type { Figure } from './figure-context.ts';

const pictures: readonly ReportFormat[] = ['png', 'svg'];
const files: readonly ReportFormat[] = ['pdf', 'csv', 'parquet', 'json'];

export interface ExportMenuProps {
  title: string;
  unit: string;
  table: ChartTable;
  /** What is drawn now; empty while the table is shown. */
  figure: RefObject<Figure | undefined>;
}

/** Takes a chart away: as a picture, on paper, or its numbers. The files are made by the server. */
export function ExportMenu({ title, unit, table, figure }: ExportMenuProps) {
  const { t, i18n } = useTranslation();
  const theme = useComputedColorScheme('light');
  const { timeZone } = useFormat();
  const [state, setState] = useState<'idle' | 'busy' | 'failed'>('idle');
  const [drawn, setDrawn] = useState(false);
  const make = async (format: ReportFormat) => {
    setState('busy');
    try {
      await downloadReport({
        format,
        theme,
        timeZone,
        locale: i18n.language as Language,
        blocks: [blockOf(title, unit, figure.current, table)],
      });
      setState('idle');
    } catch {
      setState('failed');
    }
  };
  return (
    <>
      <span role="status" className={state === 'failed' ? undefined : 'visually-hidden'}>
        {state === 'failed' ? t('chart.exportFailed') : state === 'busy' ? t('chart.exporting') : ''}
      </span>
      <Menu position="bottom-end" onOpen={() => setDrawn(figure.current !== undefined)}>
        <Menu.Target>
          <Button
            variant="subtle"
            color="gray"
            size="compact-sm"
            loading={state === 'busy'}
            aria-label={t('chart.exportOf', { title })}
            leftSection={<IconFileExport size={14} aria-hidden="true" />}
          >
            {t('chart.export')}
          </Button>
        </Menu.Target>
        <Menu.Dropdown>
          {[...(drawn ? pictures : []), ...files].map((format) => (
            <Menu.Item key={format} onClick={() => make(format)}>
              {t(`chart.as.${format}`)}
            </Menu.Item>
          ))}
        </Menu.Dropdown>
      </Menu>
    </>
  );
}
