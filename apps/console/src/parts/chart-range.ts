/** Bars that stand beside each other: from where it was begun to where it is now. */
export interface ChosenBars {
  readonly anchor: number;
  readonly at: number;
}

/** The first and the last of them. */
export const rangeOf = ({ anchor, at }: ChosenBars): readonly [first: number, last: number] => [
  Math.min(anchor, at),
  Math.max(anchor, at),
];

const steps: Readonly<Record<string, number>> = {
  ArrowLeft: -1,
  ArrowRight: 1,
  Home: Number.NEGATIVE_INFINITY,
  End: Number.POSITIVE_INFINITY,
};

/**
 * What a key chooses; undefined where it chooses nothing.
 * @param chosen undefined before the first key, which leads to the last bar
 * @param isMore with Shift, what was chosen stays chosen
 */
export function rangeAfter(
  chosen: ChosenBars | undefined,
  key: string,
  isMore: boolean,
  count: number,
): ChosenBars | undefined {
  const step = steps[key];
  if (step === undefined || count === 0) return undefined;
  const from = chosen?.at ?? (step < 0 ? count : count - 2);
  const at = Math.max(0, Math.min(count - 1, from + step));
  return { anchor: isMore && chosen ? chosen.anchor : at, at };
}
