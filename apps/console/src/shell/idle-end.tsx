import { useEffect, useState } from 'react';
import { call } from '../api/call';
import { me } from '../api/generated/sdk.gen';
import { useMe } from '../api/me';
import { session } from '../api/session';
import { Button } from '../parts/button';
import { Dialog, DialogButtons } from '../parts/dialog';
import { t } from '../texts';
import { idleMs, isSomebodyThere } from './activity';

const warnedMs = 120_000;
const checkedMs = 5_000;
/** Who types for long asks nothing of the API, which would take them for gone. */
const keptMs = 300_000;

const askedMs = 30_000;

const keep = () => void call(me()).catch(() => undefined); // a 401 shows by itself

/** The server has the last word: another browser window may have used the session. Nobody is here, so it does not count as use. */
async function endIfOver(): Promise<void> {
  await call(me()).catch(() => session.ended(t.shell.idle.ended));
}

/** Two minutes before a session ends because nobody does anything: says so, and lets it be kept. */
export function IdleEnd() {
  const endsAfterMs = useMe().session.idleMs ?? Number.POSITIVE_INFINITY;
  const [left, setLeft] = useState<number>();
  useEffect(() => {
    let keptAt = Date.now();
    let askedAt = 0;
    const timer = setInterval(() => {
      if (session.state !== 'signed-in') return setLeft(undefined);
      if (isSomebodyThere() && Date.now() - keptAt > keptMs) {
        keptAt = Date.now();
        keep();
      }
      const leftMs = endsAfterMs - idleMs();
      setLeft(leftMs > warnedMs ? undefined : Math.max(0, leftMs));
      if (leftMs > 0 || Date.now() - askedAt < askedMs) return;
      askedAt = Date.now();
      void endIfOver();
    }, checkedMs);
    return () => clearInterval(timer);
  }, [endsAfterMs]);
  const stay = () => {
    setLeft(undefined);
    keep();
  };
  return (
    <Dialog isOpen={left !== undefined} onClose={stay} title={t.shell.idle.title} role="alertdialog">
      <p>{t.shell.idle.soon(Math.max(1, Math.ceil((left ?? 0) / 60_000)))}</p>
      <DialogButtons>
        <Button kind="primary" onPress={stay} autoFocus>
          {t.shell.idle.stay}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
