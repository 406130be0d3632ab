import { useSyncExternalStore } from 'react';
import { dateTime, relative, utc } from '../texts/format';

const tickMs = 5_000;
let now = Date.now();
const listeners = new Set<() => void>();
let timer: ReturnType<typeof setInterval> | undefined;

function subscribe(listener: () => void): () => void {
  listeners.add(listener);
  if (!timer) now = Date.now();
  timer ??= setInterval(() => {
    now = Date.now();
    for (const each of listeners) each();
  }, tickMs);
  return () => {
    listeners.delete(listener);
    if (listeners.size > 0) return;
    clearInterval(timer);
    timer = undefined;
  };
}

/** The time, anew every five seconds, for texts that say how long something lasts. */
export const useNow = (): number => useSyncExternalStore(subscribe, () => now);

interface TimeProps {
  readonly at: string;
  /** Whether a sentence ends with it: some languages shorten with a full stop, which is its end then. */
  readonly isEnd?: boolean;
}

/** A moment as readers say it, "3 min ago"; pointing at it shows local time and UTC. */
export function Time({ at, isEnd = false }: TimeProps) {
  const [current, moment] = [useNow(), Date.parse(at)];
  const isNow = Math.abs(moment - current) < tickMs; // the clock of the page goes in steps
  const said = relative(at, isNow ? moment : current);
  return (
    <time dateTime={at} title={`${dateTime(at)} · ${utc(at)}`}>
      {said}
      {isEnd && !said.endsWith('.') ? '.' : ''}
    </time>
  );
}
