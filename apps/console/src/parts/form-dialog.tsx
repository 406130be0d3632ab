import type { FormEvent, ReactNode } from 'react';
import { Form } from 'react-aria-components';
import { t } from '../texts';
import { Button } from './button';
import { Dialog, DialogButtons, type DialogProps } from './dialog';

interface FormDialogProps extends Pick<DialogProps, 'title' | 'onClose' | 'role'> {
  /** What its button says, which Enter presses too. */
  readonly act: string;
  readonly isDanger?: boolean | undefined;
  readonly isPending: boolean;
  readonly isDisabled?: boolean;
  readonly onSubmit: (event: FormEvent<HTMLFormElement>) => void;
  readonly children: ReactNode;
}

/** A dialog with fields, of which one button does something and the other one nothing. Mount it to open it. */
export function FormDialog(props: FormDialogProps) {
  const { title, onClose, role, act, isDanger, isPending, isDisabled = false, onSubmit, children } = props;
  return (
    <Dialog isOpen onClose={onClose} title={title} {...(role ? { role } : {})}>
      <Form
        onSubmit={(event) => {
          event.preventDefault();
          onSubmit(event);
        }}
      >
        {children}
        <DialogButtons>
          <Button onPress={onClose}>{t.parts.cancel}</Button>
          <Button type="submit" kind={isDanger ? 'danger' : 'primary'} isPending={isPending} isDisabled={isDisabled}>
            {act}
          </Button>
        </DialogButtons>
      </Form>
    </Dialog>
  );
}
