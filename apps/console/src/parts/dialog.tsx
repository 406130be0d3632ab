import { Suspense, type ReactNode } from 'react';
import css from './dialog.module.css';
import { loadedLater } from './loaded-later';

export interface DialogProps {
  readonly isOpen: boolean;
  readonly onClose: () => void;
  readonly title: string;
  /** False where only its own buttons close it: neither Esc nor a click beside it does. */
  readonly isDismissable?: boolean;
  readonly isWide?: boolean;
  readonly role?: 'dialog' | 'alertdialog';
  readonly children: ReactNode;
}

const Modal = loadedLater(() => import('./modal').then(({ Modal: component }) => component));

/** A dialog over the page. The focus goes into it, and back to where it was when it closes. */
export function Dialog({ isOpen, ...props }: DialogProps) {
  return <Suspense>{isOpen ? <Modal {...props} /> : null}</Suspense>;
}

/** The buttons of a dialog, the one that acts last. */
export function DialogButtons({ children }: { readonly children: ReactNode }) {
  return <div className={css.buttons}>{children}</div>;
}
