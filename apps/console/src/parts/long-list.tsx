import { useVirtualizer } from '@tanstack/react-virtual';
import { memo, useEffect, useLayoutEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
import css from './long-list.module.css';
import { rowAfter, shownRows, stepOf } from './row-focus';
import { useMedia } from './use-media';

export interface Column<Row> {
  readonly key: string;
  readonly title: string;
  /** Its share of the width, as in CSS grid: `2fr`, `120px`. */
  readonly width: string;
  readonly cell: (row: Row) => ReactNode;
  /** In narrow lists rows have two lines: this column is in the first, in the second, or left out. */
  readonly narrow?: 'first' | 'second' | 'hidden';
}

interface LongListProps<Row> {
  readonly label: string;
  readonly columns: readonly Column<Row>[];
  /** How many rows there are, those that are not known yet included. */
  readonly count: number;
  /** A row; undefined while it is not known. */
  readonly row: (index: number) => Row | undefined;
  readonly rowKey?: (index: number) => string | number;
  /** Called with the range that is shown, whenever it changes. */
  readonly onRange?: (first: number, last: number) => void;
  /** Opens a row: click on it, or Enter. */
  readonly onOpen?: (row: Row) => void;
  /** The row that is open beside the list. */
  readonly selected?: ((row: Row) => boolean) | undefined;
}

/** So many rows are printed; who needs more of them takes them from the API. */
const maxPrinted = 2_000;

const rowHeight = () => (document.documentElement.dataset.density === 'compact' ? 28 : 36);
const narrowHeight = 56;

/** A table of any length, of which only the rows in sight are in the page. */
export function LongList<Row>(props: LongListProps<Row>) {
  const { label, columns, count, row, onOpen, selected } = props;
  const [focused, setFocused] = useState<number>();
  const { scroller, virtualizer, first, last } = useRowsInSight(props, focused);
  const moveTo = useFocusMove(scroller, (index) => {
    setFocused(index);
    virtualizer.scrollToIndex(index);
  });
  const on = useLatest<RowActs>({
    open: (index) => {
      const value = row(index);
      if (value !== undefined) onOpen?.(value);
    },
    focus: setFocused,
    step: (index, key) => {
      const step = stepOf(key, last - first + 1);
      if (step !== undefined) moveTo(rowAfter(index, step, count));
      return step !== undefined;
    },
  });
  const rows = useMedia('print') ? printedRows(count, row) : virtualizer.getVirtualItems();
  const template = columns.map(({ width }) => width).join(' ');
  const isSelected = (value: Row | undefined) => value !== undefined && selected?.(value) === true;
  return (
    <div className={css.table} role="table" aria-label={label} aria-rowcount={count + 1}>
      <Head columns={columns} template={template} />
      <div className={css.scroller} ref={scroller} role="rowgroup" tabIndex={onOpen ? -1 : 0}>
        <div className={css.all} style={{ height: virtualizer.getTotalSize() }} role="presentation">
          {rows.map(({ key, index, size, start }) => (
            <RowOf<Row>
              key={key}
              {...{ columns, template, index, size, start, on }}
              value={row(index)}
              canOpen={onOpen !== undefined}
              isSelected={isSelected(row(index))}
              isTabStop={index === (focused ?? first)}
            />
          ))}
        </div>
      </div>
    </div>
  );
}

/** Which rows are in sight, and what moves others there. */
function useRowsInSight<Row>({ count, rowKey, onRange }: LongListProps<Row>, focused: number | undefined) {
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useMedia('(width < 640px)');
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? narrowHeight : rowHeight()),
    overscan: 6,
    rangeExtractor: (range) => shownRows(range, focused),
    useFlushSync: false, // rows come a frame later; drawing within each event of a scroll takes longer than a frame
    ...(rowKey ? { getItemKey: rowKey } : {}),
  });
  useEffect(() => virtualizer.measure(), [virtualizer, isNarrow]);
  const { startIndex: first = 0, endIndex: last = 0 } = virtualizer.range ?? {};
  useEffect(() => onRange?.(first, last), [onRange, first, last, count]);
  return { scroller, virtualizer, first, last };
}

/** What is done in rows; it stays the same object, so that a row that has not changed is not drawn anew while the list is scrolled. */
interface RowActs {
  readonly open: (index: number) => void;
  /** The focus goes to a row, or to something that is none. */
  readonly focus: (index: number | undefined) => void;
  /** @returns whether the key moves the focus */
  readonly step: (index: number, key: string) => boolean;
}

/** Always what was given last, for what happens after it was drawn. */
function useLatest<Value>(value: Value): { readonly current: Value } {
  const latest = useRef(value);
  useLayoutEffect(() => {
    latest.current = value;
  });
  return latest;
}

/** The rows that are known, for paper: not only those in sight. */
function printedRows(count: number, row: (index: number) => unknown) {
  return Array.from({ length: Math.min(count, maxPrinted) }, (_, index) => index)
    .filter((index) => row(index) !== undefined)
    .map((index) => ({ key: `printed ${index}`, index, size: 0, start: 0 }));
}

const isChord = ({ ctrlKey, metaKey, altKey }: KeyboardEvent) => ctrlKey || metaKey || altKey;

/** Moves the focus to a row that may not be in the page yet. */
function useFocusMove(scroller: { readonly current: HTMLElement | null }, bring: (index: number) => void) {
  const wanted = useRef<number>(undefined);
  useEffect(() => {
    if (wanted.current === undefined) return;
    const row = scroller.current?.querySelector<HTMLElement>(`[aria-rowindex="${wanted.current + 2}"]`);
    if (!row) return;
    wanted.current = undefined;
    row.focus({ preventScroll: true });
  });
  return (index: number) => {
    wanted.current = index;
    bring(index);
  };
}

function Head<Row>({ columns, template }: { readonly columns: readonly Column<Row>[]; readonly template: string }) {
  return (
    <div className={css.head} role="rowgroup">
      <div className={css.row} role="row" aria-rowindex={1} style={{ gridTemplateColumns: template }}>
        {columns.map(({ key, title }) => (
          <div key={key} role="columnheader">
            {title}
          </div>
        ))}
      </div>
    </div>
  );
}

interface RowProps<Row> {
  readonly columns: readonly Column<Row>[];
  readonly template: string;
  readonly index: number;
  readonly size: number;
  readonly start: number;
  readonly value: Row | undefined;
  readonly canOpen: boolean;
  readonly isSelected: boolean;
  /** The tab key leads to one row of the list; from there arrows go on. */
  readonly isTabStop: boolean;
  readonly on: { readonly current: RowActs };
}

const RowOf = memo(function RowOf<Row>(props: RowProps<Row>) {
  const { columns, template, index, size, start, value, canOpen, isSelected, isTabStop, on } = props;
  const isOpened = canOpen && value !== undefined;
  return (
    <div
      role="row"
      aria-rowindex={index + 2}
      aria-current={isSelected ? true : undefined}
      className={css.row}
      tabIndex={canOpen ? (isTabStop ? 0 : -1) : undefined}
      style={{ gridTemplateColumns: template, height: size, transform: `translateY(${start}px)` }}
      onClick={isOpened ? () => on.current.open(index) : undefined}
      onFocus={() => on.current.focus(index)}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget !== null && !currentTarget.parentElement?.contains(relatedTarget))
          on.current.focus(undefined);
      }}
      onKeyDown={(event) => {
        if (event.target !== event.currentTarget || isChord(event)) return;
        if (event.key === 'Enter' && isOpened) on.current.open(index);
        else if (on.current.step(index, event.key)) event.preventDefault();
      }}
    >
      {columns.map((column) => (
        <div key={column.key} role="cell" className={css.cell} data-narrow={column.narrow ?? 'second'}>
          {value === undefined ? <span className={css.unknown} /> : column.cell(value)}
        </div>
      ))}
    </div>
  );
}) as <Row>(props: RowProps<Row>) => ReactNode;
