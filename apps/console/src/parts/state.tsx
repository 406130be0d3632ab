import { CircleCheck, CircleDot, CircleX, Hand, TriangleAlert } from 'lucide-react';
import type { ReactNode } from 'react';
import css from './state.module.css';

export type Tone = 'ok' | 'warn' | 'danger' | 'held' | 'neutral';

const icons = { ok: CircleCheck, warn: TriangleAlert, danger: CircleX, held: Hand, neutral: CircleDot };

/** A state in a word, with an icon and a colour: never the colour alone. */
export function State({ tone, children }: { readonly tone: Tone; readonly children: ReactNode }) {
  const Icon = icons[tone];
  return (
    <span className={`${css.state} ${css[tone]}`}>
      <Icon aria-hidden />
      {children}
    </span>
  );
}

interface NoteProps {
  readonly tone: Tone;
  readonly title?: ReactNode;
  readonly children?: ReactNode;
  /** Buttons and links of what to do. */
  readonly actions?: ReactNode;
}

/** What somebody must know, with what to do about it. */
export function Note({ tone, title, children, actions }: NoteProps) {
  const Icon = icons[tone];
  return (
    <div className={`${css.note} ${css[tone]}`}>
      <Icon aria-hidden />
      <div className={css.noteText}>
        {title ? <p className={css.noteTitle}>{title}</p> : null}
        {children}
      </div>
      {actions ? <div className={css.actions}>{actions}</div> : null}
    </div>
  );
}
