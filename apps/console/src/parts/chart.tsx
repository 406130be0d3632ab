import { useEffect, useId, useRef, useState, type ReactNode, type RefObject } from 'react';
import { t } from '../texts';
import { list, number } from '../texts/format';
import { ChartChoice } from './chart-choice';
import { bandOf, lineOf, linesOf, named, niceMax } from './chart-scale';
import css from './chart.module.css';
import type { Tone } from './state';
import { Table, type TableColumn } from './table';

/** One colour of a chart. */
export interface Series {
  readonly key: string;
  readonly name: string;
  readonly tone: Tone | 'accent';
}

/** One place on the time axis, with a value for each series; none where it is not known. */
export interface Point {
  readonly key: string;
  /** As in "14:00"; below the chart. */
  readonly label: string;
  readonly values: Readonly<Record<string, number | undefined>>;
}

interface ChartProps {
  /** What it shows, as a sentence. */
  readonly title: string;
  readonly series: readonly Series[];
  readonly points: readonly Point[];
  /** How a value is said; numbers as they are where absent. */
  readonly format?: (value: number) => string;
  /** Lets a part of the time be chosen, by the keys of its first and last point. */
  readonly choice?: { readonly hint: string; readonly onChoose: (first: string, last: string) => void };
}

const [firstWidth, height] = [720, 170];
const plot = { left: 44, right: 8, top: 8, bottom: 22 };
const perName = 90;
const widestBar = 48;

interface Scale {
  readonly x: (index: number) => number;
  readonly y: (value: number) => number;
  readonly slot: number;
}

/** Counts by time: the series stand on one another. */
export function BarChart(props: ChartProps) {
  const { points, series } = props;
  const totals = points.map(({ values }) => series.reduce((sum, { key }) => sum + (values[key] ?? 0), 0));
  return (
    <Chart {...props} max={niceMax(Math.max(0, ...totals))}>
      {({ x, y, slot }) =>
        points.flatMap(({ key, values }, index) => {
          const width = Math.min(slot * 0.72, widestBar);
          let below = 0;
          return series.map((each) => {
            const value = values[each.key] ?? 0;
            const [from, to] = [y(below), y(below + value)];
            below += value;
            return value === 0 ? null : (
              <rect
                key={`${key} ${each.key}`}
                className={css[each.tone]}
                x={x(index) + (slot - width) / 2}
                width={width}
                y={to}
                height={from - to}
              />
            );
          });
        })
      }
    </Chart>
  );
}

/** One series as a line, and what lies between two others as a band around it. Where a value is missing the line has a gap. */
export function LineChart({ band, ...props }: ChartProps & { readonly band?: readonly [low: string, high: string] }) {
  const { points, series } = props;
  const all = points.flatMap(({ values }) => Object.values(values).filter((value) => value !== undefined));
  return (
    <Chart {...props} max={niceMax(Math.max(0, ...all))}>
      {({ x, y, slot }) => {
        const at = (index: number, key: string) => {
          const value = points[index]?.values[key];
          return value === undefined ? undefined : `${x(index) + slot / 2},${y(value)}`;
        };
        return (
          <>
            {band ? (
              <path className={css.band} d={bandOf(points.length, (index, side) => at(index, band[side]))} />
            ) : null}
            {series.map(({ key, tone }) => (
              <path
                key={key}
                className={`${css.line} ${css[tone]}`}
                d={lineOf(points.length, (index) => at(index, key))}
              />
            ))}
          </>
        );
      }}
    </Chart>
  );
}

interface FrameProps extends ChartProps {
  readonly max: number;
  readonly children: (scale: Scale) => ReactNode;
}

function scaleOf(width: number, count: number, max: number): Scale {
  const [across, down] = [width - plot.left - plot.right, height - plot.top - plot.bottom];
  const slot = across / Math.max(1, count);
  return { slot, x: (index) => plot.left + slot * index, y: (value) => plot.top + down * (1 - value / max) };
}

/** How wide a figure is: letters keep their size whatever that is. */
function useWidth(): [figure: RefObject<HTMLElement | null>, width: number] {
  const figure = useRef<HTMLElement>(null);
  const [width, setWidth] = useState(firstWidth);
  useEffect(() => {
    const observer = new ResizeObserver(([entry]) => {
      if (entry) setWidth(Math.max(240, Math.round(entry.contentRect.width)));
    });
    if (figure.current) observer.observe(figure.current);
    return () => observer.disconnect();
  }, []);
  return [figure, width];
}

/** Axes, legend and table of a chart. Who cannot see it reads the table. */
function Chart({ title, series, points, format = number, choice, max, children }: FrameProps) {
  const caption = useId();
  const [figure, width] = useWidth();
  const scale = scaleOf(width, points.length, max);
  return (
    <figure className={css.chart} aria-labelledby={caption} ref={figure}>
      <figcaption id={caption} className={css.caption}>
        <span>{title}</span>
        <Legend series={series} />
      </figcaption>
      <div className={css.plot}>
        <svg className={css.drawing} viewBox={`0 0 ${width} ${height}`} aria-hidden>
          <Axes points={points} format={format} max={max} width={width} scale={scale} />
          {children(scale)}
        </svg>
        {choice ? (
          <ChartChoice {...choice} bars={points.map((point) => saidOf(point, series, format))} {...scale} />
        ) : null}
      </div>
      {choice ? <p className={css.hint}>{choice.hint}</p> : null}
      <details className={css.details}>
        <summary>{t.parts.chart.table}</summary>
        <Table label={title} rows={points} rowKey={({ key }) => key} columns={columnsOf(series, format)} />
      </details>
    </figure>
  );
}

const Legend = ({ series }: Pick<ChartProps, 'series'>) => (
  <span className={css.legend}>
    {series.map(({ key, name, tone }) => (
      <span key={key} className={css.key}>
        <svg viewBox="0 0 10 10" aria-hidden>
          <rect className={css[tone]} width="10" height="10" rx="2" />
        </svg>
        {name}
      </span>
    ))}
  </span>
);

interface AxesProps extends Required<Pick<ChartProps, 'points' | 'format'>> {
  readonly max: number;
  readonly width: number;
  readonly scale: Scale;
}

function Axes({ points, format, max, width, scale: { x, y, slot } }: AxesProps) {
  return (
    <>
      {linesOf(max).map((value) => (
        <g key={value}>
          <line className={css.grid} x1={plot.left} x2={width - plot.right} y1={y(value)} y2={y(value)} />
          <text className={css.label} x={plot.left - 6} y={y(value) + 4} textAnchor="end">
            {format(value)}
          </text>
        </g>
      ))}
      {named(points.length, Math.max(2, Math.floor(width / perName))).map((index) => (
        <text key={index} className={css.label} x={x(index) + slot / 2} y={height - 6} textAnchor="middle">
          {points[index]?.label}
        </text>
      ))}
    </>
  );
}

type Format = NonNullable<ChartProps['format']>;

/** What a bar says to who cannot see it. */
function saidOf({ key, label, values }: Point, series: readonly Series[], format: Format) {
  const counts = series.flatMap((each) => (values[each.key] ? [`${each.name} ${format(values[each.key] ?? 0)}`] : []));
  return { key, says: t.parts.chart.bar(label, counts.length > 0 ? list(counts) : format(0)) };
}

const columnsOf = (series: readonly Series[], format: Format): readonly TableColumn<Point>[] => [
  { key: 'when', title: t.parts.chart.when, isName: true, cell: ({ label }) => label },
  ...series.map(({ key, name }) => ({
    key,
    title: name,
    isEnd: true,
    cell: ({ values }: Point) => (values[key] === undefined ? '–' : format(values[key])),
  })),
];
