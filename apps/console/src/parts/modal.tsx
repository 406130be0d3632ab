import { Dialog as AriaDialog, Heading, Modal as AriaModal, ModalOverlay } from 'react-aria-components';
import type { DialogProps } from './dialog';
import css from './dialog.module.css';
import { useFocusReturn } from './focus-return';

/** What a dialog is drawn with; `Dialog` loads it when the first one opens. */
export function Modal({ onClose, title, isDismissable = true, isWide, role, children }: Omit<DialogProps, 'isOpen'>) {
  useFocusReturn();
  return (
    <ModalOverlay
      className={css.overlay}
      isOpen
      isDismissable={isDismissable}
      isKeyboardDismissDisabled={!isDismissable}
      onOpenChange={(open) => {
        if (!open) onClose();
      }}
    >
      <AriaModal className={`${css.modal} ${isWide ? css.wide : ''}`}>
        <AriaDialog className={css.dialog} role={role ?? 'dialog'}>
          <Heading slot="title" level={2}>
            {title}
          </Heading>
          {children}
        </AriaDialog>
      </AriaModal>
    </ModalOverlay>
  );
}
