import { Check, Copy } from 'lucide-react';
import { useState } from 'react';
import { announce } from '../shell/announcer';
import { t } from '../texts';
import { Button, IconButton } from './button';
import { isCopiedTo } from './clipboard';
import css from './copy.module.css';

const shownMs = 2_000;

/**
 * Copies a text, and says so.
 * @returns whether it was copied a moment ago, what copies it, and whether the browser refused: then the text has to be there to be
 * selected by hand
 */
export function useCopy(
  text: string,
  said: string = t.parts.copied,
): [isCopied: boolean, copy: () => Promise<boolean>, isRefused: boolean] {
  const [isCopied, setCopied] = useState(false);
  const [isRefused, setRefused] = useState(false);
  const copy = async () => {
    const isDone = await isCopiedTo(navigator.clipboard, text);
    setCopied(isDone);
    setRefused(!isDone);
    announce(isDone ? said : t.parts.copyFailed);
    if (isDone) setTimeout(() => setCopied(false), shownMs);
    return isDone;
  };
  return [isCopied, copy, isRefused];
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
      <Button onPress={() => void copy()} aria-label={`${isCopied ? t.parts.copied : t.parts.copy}: ${label}`}>
        {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
        {isCopied ? t.parts.copied : t.parts.copy}
      </Button>
    </div>
  );
}

/** An id: its first part is enough to recognise it, all of it is copied, or shown where it cannot be copied. */
export function Id({ id, what }: { readonly id: string; readonly what: string }) {
  const [isCopied, copy, isRefused] = useCopy(id);
  return (
    <span className={css.id} title={id}>
      <code>{isRefused ? id : id.slice(0, 8)}</code>
      <IconButton onPress={() => void copy()} aria-label={t.parts.copyId(what)}>
        {isCopied ? <Check aria-hidden /> : <Copy aria-hidden />}
      </IconButton>
    </span>
  );
}
