import { useVirtualizer } from '@tanstack/react-virtual';
import { useEffect, useRef, type KeyboardEvent, type ReactNode } from 'react';
import css from './long-list.module.css';

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
  const { label, columns, count, row, rowKey, onRange, onOpen, selected } = props;
  const scroller = useRef<HTMLDivElement>(null);
  const isNarrow = globalThis.matchMedia('(width < 640px)').matches;
  const virtualizer = useVirtualizer({
    count,
    getScrollElement: () => scroller.current,
    estimateSize: () => (isNarrow ? narrowHeight : rowHeight()),
    overscan: 6,
    ...(rowKey ? { getItemKey: rowKey } : {}),
  });
  const items = virtualizer.getVirtualItems();
  const [first, last] = [items[0]?.index ?? 0, items.at(-1)?.index ?? 0];
  useEffect(() => onRange?.(first, last), [onRange, first, last]);
  const template = { gridTemplateColumns: columns.map(({ width }) => width).join(' ') };
  return (
    <div className={css.table} role="table" aria-label={label} aria-rowcount={count + 1}>
      <div className={css.head} role="rowgroup">
        <div className={css.row} role="row" aria-rowindex={1} style={template}>
          {columns.map(({ key, title }) => (
            <div key={key} role="columnheader">
              {title}
            </div>
          ))}
        </div>
      </div>
      <div className={css.scroller} ref={scroller} role="rowgroup" tabIndex={onOpen ? -1 : 0}>
        <div className={css.all} style={{ height: virtualizer.getTotalSize() }} role="presentation">
          {items.map(({ index, key, start, size }) => {
            const value = row(index);
            const open = value !== undefined && onOpen ? () => onOpen(value) : undefined;
            return (
              <div
                key={key}
                role="row"
                aria-rowindex={index + 2}
                aria-current={value !== undefined && selected?.(value) ? true : undefined}
                className={css.row}
                tabIndex={open ? 0 : undefined}
                style={{ ...template, height: size, transform: `translateY(${start}px)` }}
                onClick={open}
                onKeyDown={(event) => {
                  if (event.key === 'Enter' && event.target === event.currentTarget) open?.();
                  moveFocus(event);
                }}
              >
                {columns.map((column) => (
                  <div key={column.key} role="cell" className={css.cell} data-narrow={column.narrow ?? 'second'}>
                    {value === undefined ? <span className={css.unknown} /> : column.cell(value)}
                  </div>
                ))}
              </div>
            );
          })}
        </div>
      </div>
    </div>
  );
}

/** j, k and the arrows go from row to row. */
function moveFocus(event: KeyboardEvent<HTMLElement>): void {
  const step = { ArrowDown: 1, j: 1, ArrowUp: -1, k: -1 }[event.key];
  const row = (event.target as HTMLElement).closest<HTMLElement>('[role=row]');
  if (step === undefined || !row || event.target !== row) return;
  const wanted = Number(row.getAttribute('aria-rowindex')) + step;
  const next = row.parentElement?.querySelector<HTMLElement>(`[aria-rowindex="${wanted}"]`);
  if (!next) return;
  event.preventDefault();
  next.focus();
}
