import type { XySeries } from '@personalize/charts';
import { useCallback, useMemo } from 'react';
import { useTranslation } from 'react-i18next';
import type { BoardCard, CardAnswer } from '../../api/boards.ts';
import { BarChart } from '../../charts/bar-chart.tsx';
import { XyChart } from '../../charts/xy-chart.tsx';
import { useMarks } from '../../components/annotations/use-marks.ts';
import { useFormat } from '../../format/use-format.ts';
import { toField } from '../../format/zoned.ts';
import css from './boards.module.css';
import { labelOf, labelsOf, seriesOf, stepOf, stepsOf } from './card-series.ts';

export interface CardBodyProps {
  card: Pick<BoardCard, 'title' | 'kind' | 'query'>;
  answer: CardAnswer;
  height: number;
  nameOf: (metric: string) => string;
  write: (value: number) => string;
  /** Whether annotations are drawn: links do not show them. */
  annotated: boolean;
  /** Of the board's days; undefined: the reader's. */
  zone: string | undefined;
}

/** A card's figures, drawn as the card says. */
export function CardBody(props: CardBodyProps) {
  const { kind, query } = props.card;
  if (kind === 'figure') {
    const value = props.answer.totals?.values[query.metrics[0]] ?? props.answer.rows[0]?.[query.metrics[0]];
    return <p className={css.figure}>{typeof value === 'number' ? props.write(value) : '–'}</p>;
  }
  return kind === 'bar' ? <Bars {...props} /> : <Lines {...props} />;
}

function Lines({ card, answer, height, nameOf, write, annotated, zone }: CardBodyProps) {
  const { t, i18n } = useTranslation();
  const { timeZone } = useFormat();
  const series = useMemo(
    (): XySeries[] => seriesOf(card.query, answer, nameOf, labelsOf(t)),
    [card.query, answer, nameOf, t],
  );
  const { granularity } = card.query;
  const x = useMemo(() => {
    const format = stepsOf(granularity, i18n.language, timeZone).write;
    return { name: '', type: 'time' as const, step: stepOf(granularity), format };
  }, [granularity, i18n.language, timeZone]);
  const y = useMemo(() => ({ name: '', format: write, min: 0 }), [write]);
  const days = stepOf(granularity) >= 86_400_000;
  const place = useCallback(
    (at: number) => (days ? Date.parse(`${toField(at, zone ?? timeZone)}Z`) : at),
    [days, zone, timeZone],
  );
  const marks = useMarks(
    annotated ? { from: Date.parse(answer.range.from), to: Date.parse(answer.range.to) } : undefined,
    place,
  );
  return <XyChart label={card.title} series={series} x={x} y={y} marks={marks} height={height} />;
}

function Bars({ card, answer, height, nameOf, write }: CardBodyProps) {
  const { t } = useTranslation();
  const { categories, series } = useMemo(() => {
    const { metrics } = card.query;
    const labels = labelsOf(t);
    return {
      categories: answer.rows.map((row) => labelOf(card.query, row, labels)),
      series: metrics.map((metric) => ({
        ...{ key: metric, name: nameOf(metric) },
        values: answer.rows.map((row) => (typeof row[metric] === 'number' ? Number(row[metric]) : null)),
      })),
    };
  }, [card.query, answer, nameOf, t]);
  return (
    <BarChart
      label={card.title}
      categories={categories}
      series={series}
      layout="rows"
      format={write}
      height={height}
    />
  );
}
