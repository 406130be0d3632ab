/** What a tab tells the others of this browser, which share its session. */
export type Told = 'signed-in' | 'signed-out';

let opened: BroadcastChannel | undefined;
const channel = () => (opened ??= new BroadcastChannel('rollcall.session'));

/** Tells all other tabs. */
export const tellTabs = (told: Told): void => channel().postMessage(told);

/**
 * Hears what other tabs tell.
 * @returns hears no more
 */
export function onTold(listener: (told: Told) => void): () => void {
  const heard = ({ data }: MessageEvent<Told>) => listener(data);
  channel().addEventListener('message', heard);
  return () => channel().removeEventListener('message', heard);
}
