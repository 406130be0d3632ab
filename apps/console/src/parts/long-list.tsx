import { useVirtualizer, type VirtualItem } from '@tanstack/react-virtual';
import { useEffect, useRef, useState, type KeyboardEvent, type ReactNode } from 'react';
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

const rowHeight = () => (document.documentElement.dataset.density === 'compact' ? 28 : 36);
const narrowHeight = 56;

/** A table of any length, of which only the rows in sight are in the page. */
export function LongList<Row>(props: LongListProps<Row>) {
  const { label, columns, count, row, rowKey, onRange, onOpen } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = useMedia('(width < 640px)');
  const [focused, setFocused] = useState<number>();
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
  const moveTo = useFocusMove(scroller, (index) => {
    setFocused(index);
    virtualizer.scrollToIndex(index);
  });
  const keys = (event: KeyboardEvent<HTMLElement>, index: number) => {
    const step = stepOf(event.key, last - first + 1);
    if (step === undefined || event.target !== event.currentTarget || isChord(event)) return;
    event.preventDefault();
    moveTo(rowAfter(index, step, count));
  };
  const template = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };
  return (
    <div className={css.table} role="table" aria-label={label} aria-rowcount={count + 1}>
      <Head columns={columns} template={template} />
      <div className={css.scroller} ref={scroller} role="rowgroup" tabIndex={onOpen ? -1 : 0}>
        <div className={css.all} style={{ height: virtualizer.getTotalSize() }} role="presentation">
          {virtualizer.getVirtualItems().map((item) => (
            <RowOf
              key={item.key}
              {...props}
              item={item}
              value={row(item.index)}
              template={template}
              isTabStop={item.index === (focused ?? first)}
              onFocus={() => setFocused(item.index)}
              onLeave={() => setFocused(undefined)}
              onKeyDown={(event) => keys(event, item.index)}
            />
          ))}
        </div>
      </div>
    </div>
  );
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

type Template = Readonly<Record<'gridTemplateColumns', string>>;

function Head<Row>({ columns, template }: { readonly columns: readonly Column<Row>[]; readonly template: Template }) {
  return (
    <div className={css.head} role="rowgroup">
      <div className={css.row} role="row" aria-rowindex={1} style={template}>
        {columns.map(({ key, title }) => (
          <div key={key} role="columnheader">
            {title}
          </div>
        ))}
      </div>
    </div>
  );
}

interface RowProps<Row> extends Pick<LongListProps<Row>, 'columns' | 'onOpen' | 'selected'> {
  readonly item: VirtualItem;
  readonly value: Row | undefined;
  readonly template: Template;
  /** The tab key leads to one row of the list; from there arrows go on. */
  readonly isTabStop: boolean;
  readonly onFocus: () => void;
  /** The focus goes to something that is no row. */
  readonly onLeave: () => void;
  readonly onKeyDown: (event: KeyboardEvent<HTMLElement>) => void;
}

function RowOf<Row>({ columns, onOpen, selected, item, value, template, ...row }: RowProps<Row>) {
  const open = value !== undefined && onOpen ? () => onOpen(value) : undefined;
  return (
    <div
      role="row"
      aria-rowindex={item.index + 2}
      aria-current={value !== undefined && selected?.(value) ? true : undefined}
      className={css.row}
      tabIndex={onOpen ? (row.isTabStop ? 0 : -1) : undefined}
      style={{ ...template, height: item.size, transform: `translateY(${item.start}px)` }}
      onClick={open}
      onFocus={row.onFocus}
      onBlur={({ currentTarget, relatedTarget }) => {
        if (relatedTarget !== null && !currentTarget.parentElement?.contains(relatedTarget)) row.onLeave();
      }}
      onKeyDown={(event) => {
        if (event.key === 'Enter' && event.target === event.currentTarget) open?.();
        row.onKeyDown(event);
      }}
    >
      {columns.map((column) => (
        <div key={column.key} role="cell" className={css.cell} data-narrow={column.narrow ?? 'second'}>
          {value === undefined ? <span className={css.unknown} /> : column.cell(value)}
        </div>
      ))}
    </div>
  );
}
