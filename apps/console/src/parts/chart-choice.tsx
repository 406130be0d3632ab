import { useId, useState, type KeyboardEvent, type PointerEvent } from 'react';
import { rangeAfter, rangeOf, type ChosenBars } from './chart-range';
import css from './chart.module.css';

interface ChartChoiceProps {
  /** How it is done. */
  readonly hint: string;
  /** What each bar says, from the first on. */
  readonly bars: readonly { readonly key: string; readonly says: string }[];
  readonly x: (index: number) => number;
  readonly slot: number;
  readonly onChoose: (first: string, last: string) => void;
}

/** Puts the focus on the chart of the page, where it has one in which a time is chosen. */
export const focusChart = (): void => document.querySelector<HTMLElement>(`.${css.choice}`)?.focus();

/** Over the bars of a chart: some that stand beside each other are chosen, by drawing over them or with the keyboard. */
export function ChartChoice(props: ChartChoiceProps) {
  const { hint, bars, x, slot } = props;
  const id = useId();
  const { chosen, ...handlers } = useChoosing(props);
  const [first, last] = chosen ? rangeOf(chosen) : [-1, -1];
  return (
    <div
      className={css.choice}
      role="listbox"
      aria-multiselectable
      aria-label={hint}
      aria-activedescendant={chosen ? `${id}${chosen.at}` : undefined}
      tabIndex={0}
      {...handlers}
    >
      {bars.map(({ key, says }, index) => (
        <div
          key={key}
          id={`${id}${index}`}
          className={css.bar}
          role="option"
          aria-label={says}
          aria-selected={index >= first && index <= last}
          style={{ left: x(index), width: slot }}
        />
      ))}
    </div>
  );
}

/** What is chosen, and what chooses it. */
function useChoosing({ bars, x, slot, onChoose }: ChartChoiceProps) {
  const [chosen, setChosen] = useState<ChosenBars>();
  const [isDrawn, setDrawn] = useState(false);
  const choose = () => {
    const [begin, end] = chosen ? rangeOf(chosen).map((index) => bars[index]) : [];
    setChosen(undefined);
    if (begin && end) onChoose(begin.key, end.key);
  };
  const stop = () => {
    setDrawn(false);
    setChosen(undefined);
  };
  const barAt = ({ currentTarget, clientX }: PointerEvent) => {
    const at = Math.floor((clientX - currentTarget.getBoundingClientRect().left - x(0)) / slot);
    return Math.max(0, Math.min(bars.length - 1, at));
  };
  const onKeyDown = (event: KeyboardEvent) => {
    const next = rangeAfter(chosen, event.key, event.shiftKey, bars.length);
    if (next) setChosen(next);
    else if (event.key === 'Enter' || event.key === ' ') choose();
    else if (event.key === 'Escape' && chosen) stop();
    else return;
    event.preventDefault();
  };
  return {
    chosen,
    onKeyDown,
    onBlur: stop,
    onPointerDown: (event: PointerEvent) => {
      if (event.button !== 0 || !event.isPrimary) return;
      event.currentTarget.setPointerCapture(event.pointerId);
      setDrawn(true);
      setChosen({ anchor: barAt(event), at: barAt(event) });
    },
    onPointerMove: (event: PointerEvent) => {
      if (isDrawn && chosen) setChosen({ ...chosen, at: barAt(event) });
    },
    onPointerUp: () => {
      if (isDrawn) choose();
      setDrawn(false);
    },
    onPointerCancel: stop,
  };
}
