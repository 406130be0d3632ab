import { call } from '../../api/call';
import { makePasswordLink } from '../../api/generated/sdk.gen';
import type { PasswordLink } from '../../api/generated/types.gen';
import { Button } from '../../parts/button';
import { Dialog, DialogButtons } from '../../parts/dialog';
import { Problem } from '../../parts/problem';
import { useSecret } from '../../parts/secret-once';
import { useAct } from '../../parts/use-act';
import { t } from '../../texts';
import { nameOf } from '../../texts/people';
import { LinkShown } from './password-link';
import type { PersonDialogProps } from './person-acts';

/** Makes a new link to set a password with, and shows it once. */
export function LinkDialog({ person, onClose }: PersonDialogProps) {
  const [text, name, userId] = [t.personActs, nameOf(person), person.id];
  const [link, setLink] = useSecret<PasswordLink>();
  const making = useAct(
    () => call(makePasswordLink({ path: { userId } })),
    (made) => setLink(made.link),
  );
  if (link) return <LinkShown title={text.linkTitle(name)} name={name} link={link} onClose={onClose} />;
  return (
    <Dialog isOpen onClose={onClose} title={text.linkTitle(name)} role="alertdialog">
      <p>{text.linkWhat}</p>
      {making.error ? <Problem error={making.error} /> : null}
      <DialogButtons>
        <Button onPress={onClose}>{t.parts.cancel}</Button>
        <Button kind="primary" isPending={making.isPending} onPress={making.run} autoFocus>
          {text.linkMake}
        </Button>
      </DialogButtons>
    </Dialog>
  );
}
