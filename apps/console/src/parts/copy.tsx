import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { announce } from '../shell/announcer';
import { t } from '../texts';
import { Button, IconButton } from './button';
import css from './copy.module.css';

const shownMs = 2_000;

/** Copies a text, and says so. */
export function useCopy(text: string, said: string = t.parts.copied): [isCopied: boolean, copy: () => void] {
  const [isCopied, setCopied] = useState(false);
  const copy = () => {
    navigator.clipboard
      .writeText(text)
      .then(() => {
        setCopied(true);
        announce(said);
        setTimeout(() => setCopied(false), shownMs);
      })
      .catch(() => announce(t.parts.copyFailed));
  };
  return [isCopied, copy];
}

/** A value that is meant to be copied somewhere else, as an address or an id to enter in the identity provider. */
export function CopyField({
  label,
  value,
  said,
  isLabelShown,
}: {
  readonly label: string;
  readonly value: string;
  readonly said?: string;
  /** Where what it is does not stand above it already. */
  readonly isLabelShown?: boolean;
}) {
  const [isCopied, copy] = useCopy(value, said);
  return (
    <div className={css.field} role="group" aria-label={label}>
      {isLabelShown ? <span className={css.label}>{label}</span> : null}
      <code className={css.value}>{value}</code>
      <Button onPress={copy} aria-label={`${isCopied ? t.parts.copied : t.parts.copy}: ${label}`}>
        {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
        {isCopied ? t.parts.copied : t.parts.copy}
      </Button>
    </div>
  );
}

/** An id: its first part is enough to recognise it, all of it is copied. */
export function Id({ id, what }: { readonly id: string; readonly what: string }) {
  const [isCopied, copy] = useCopy(id);
  return (
    <span className={css.id} title={id}>
      <code>{id.slice(0, 8)}</code>
      <IconButton onPress={copy} aria-label={t.parts.copyId(what)}>
        {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
      </IconButton>
    </span>
  );
}
