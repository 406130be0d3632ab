/** What a tab tells the others of this browser, which share its session. */
export type SessionChange = 'signed-in' | 'signed-out';

let opened: BroadcastChannel | undefined;
const channel = () => (opened ??= new BroadcastChannel('rollcall.session'));

/** Tells all other tabs. */
export const tellTabs = (change: SessionChange): void => channel().postMessage(change);

/**
 * Hears what other tabs tell.
 * @returns hears no more
 */
export function onSessionChange(listener: (change: SessionChange) => void): () => void {
  const heard = ({ data }: MessageEvent<SessionChange>) => listener(data);
  channel().addEventListener('message', heard);
  return () => channel().removeEventListener('message', heard);
}
