import { Check, Copy, Eye, EyeOff } from 'lucide-react';
import { useEffect, useState, useSyncExternalStore, type ReactNode } from 'react';
import { session } from '../api/session';
import { t } from '../texts';
import { Button, IconButton } from './button';
import { useCopy } from './copy';
import copyCss from './copy.module.css';
import { Dialog, DialogButtons } from './dialog';
import { Checkbox } from './field';

const hiddenMs = 300_000;

/**
 * A secret that the API gives once. It is in the memory of a component and nowhere else, and forgotten when the session ends, or nobody
 * has looked at the page for five minutes.
 * @returns the secret, and what sets or forgets it
 */
export function useSecret<Secret>(): [secret: Secret | undefined, set: (secret: Secret | undefined) => void] {
  const [secret, setSecret] = useState<Secret>();
  const state = useSyncExternalStore(session.subscribe, () => session.state);
  if (secret !== undefined && state !== 'signed-in') setSecret(undefined);
  useEffect(() => {
    if (secret === undefined) return;
    let forgetting: ReturnType<typeof setTimeout> | undefined;
    const seen = () => {
      clearTimeout(forgetting);
      forgetting = document.hidden ? setTimeout(() => setSecret(undefined), hiddenMs) : undefined;
    };
    document.addEventListener('visibilitychange', seen);
    seen();
    return () => {
      clearTimeout(forgetting);
      document.removeEventListener('visibilitychange', seen);
    };
  }, [secret]);
  return [secret, setSecret];
}

interface SecretOnceProps {
  readonly title: string;
  /** What the secret is called where it is to be entered. */
  readonly label: string;
  readonly secret: string;
  readonly onClose: () => void;
  /** Above the secret: where to enter it. */
  readonly children?: ReactNode;
  /** Below the secret: what happens then. */
  readonly after?: ReactNode;
}

/** Shows a secret for the only time. Nothing but its button closes it, after the secret was copied or said to be kept. */
export function SecretOnce({ title, label, secret, onClose, children, after }: SecretOnceProps) {
  const [isShown, setShown] = useState(false);
  const [isKept, setKept] = useState(false);
  const [wasCopied, setWasCopied] = useState(false);
  const [isCopied, copy] = useCopy(secret, t.parts.secret.copied);
  const copyOrShow = async () => {
    if (await copy()) setWasCopied(true);
    else setShown(true); // to be selected and copied by hand
  };
  return (
    <Dialog isOpen onClose={() => undefined} isDismissable={false} title={title} isWide>
      <p>{t.parts.secret.once}</p>
      {children}
      <div className={copyCss.field} role="group" aria-label={label}>
        <span className={copyCss.label}>{label}</span>
        <code className={copyCss.value} data-secret>
          {isShown ? secret : '•'.repeat(24)}
        </code>
        <IconButton
          aria-label={isShown ? t.parts.secret.hide(label) : t.parts.secret.show(label)}
          onPress={() => setShown(!isShown)}
        >
          {isShown ? <EyeOff aria-hidden /> : <Eye aria-hidden />}
        </IconButton>
        <Button
          autoFocus
          aria-label={`${isCopied ? t.parts.copied : t.parts.copy}: ${label}`}
          onPress={() => void copyOrShow()}
        >
          {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
          {isCopied ? t.parts.copied : t.parts.copy}
        </Button>
      </div>
      <Checkbox isSelected={isKept} onChange={setKept}>
        {t.parts.secret.kept}
      </Checkbox>
      {after}
      <DialogButtons>
        <Button kind="primary" isDisabled={!isKept && !wasCopied} onPress={onClose}>
          {t.parts.close}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
