import { useRef, useState, type FormEvent, type ReactNode } from 'react';
import { Form } from 'react-aria-components';
import { ApiProblem } from '../../api/api-problem';
import { call } from '../../api/call';
import { inviteUser } from '../../api/generated/sdk.gen';
import type { Invitation, UserWithLink } from '../../api/generated/types.gen';
import { useTypes } from '../../api/roles';
import { Button } from '../../parts/button';
import { Dialog, DialogButtons } from '../../parts/dialog';
import { Select } from '../../parts/select';
import { TextField } from '../../parts/text-field';
import { textOf } from '../../parts/form-text';
import { Problem } from '../../parts/problem';
import { useSecret } from '../../parts/secret-once';
import { Note } from '../../parts/state';
import { useAct } from '../../parts/use-act';
import { announce } from '../../shell/announcer';
import { t } from '../../texts';
import { nameOf } from '../../texts/people';
import { LinkShown } from './password-link';
import { personChanged } from './person-query';

interface InviteDialogProps {
  readonly onClose: () => void;
  /** Called with the id of who was invited, when the link is put away. */
  readonly onInvited: (userId: string) => void;
}

/** Invites somebody, and shows the link once. */
export function InviteDialog({ onClose, onInvited }: InviteDialogProps) {
  const text = t.invite;
  const [made, setMade] = useSecret<UserWithLink>();
  const invitation = useRef<Invitation>(nobody);
  const inviting = useAct(
    (key) => call(inviteUser({ body: invitation.current, headers: { 'Idempotency-Key': key } })),
    (answer) => {
      announce(text.done(nameOf(answer.user)));
      personChanged(answer.user.id);
      setMade(answer);
    },
  );
  if (made) {
    const close = () => {
      onClose();
      onInvited(made.user.id);
    };
    const name = nameOf(made.user);
    return <LinkShown title={text.shownTitle(name)} name={name} link={made.link} onClose={close} />;
  }
  return (
    <Dialog isOpen onClose={onClose} title={text.title}>
      <p>{text.about}</p>
      <InviteProblem error={inviting.error} onShow={onInvited} />
      <Fields
        error={inviting.error}
        onSubmit={(entered) => {
          invitation.current = entered;
          inviting.run();
        }}
      >
        <DialogButtons>
          <Button onPress={onClose}>{t.parts.cancel}</Button>
          <Button type="submit" kind="primary" isPending={inviting.isPending}>
            {text.invite}
          </Button>
        </DialogButtons>
      </Fields>
    </Dialog>
  );
}

const nobody: Invitation = { userName: '', givenName: '', familyName: '' };

function InviteProblem({ error, onShow }: { readonly error: unknown; readonly onShow: (userId: string) => void }) {
  if (!error) return null;
  const userId = error instanceof ApiProblem && error.code === 'secret-shown' ? error.facts.userId : undefined;
  if (typeof userId === 'string') {
    return (
      <Note tone="warn" actions={<Button onPress={() => onShow(userId)}>{t.invite.toPerson}</Button>}>
        <p>{t.invite.lost}</p>
      </Note>
    );
  }
  return placesOf(error).length > 0 ? null : <Problem error={error} />;
}

const placesOf = (error: unknown) => (error instanceof ApiProblem ? error.problems : []);

interface FieldsProps {
  readonly error: unknown;
  readonly onSubmit: (invitation: Invitation) => void;
  readonly children: ReactNode;
}

function Fields({ error, onSubmit, children }: FieldsProps) {
  const text = t.invite;
  const types = useTypes();
  const [userType, setType] = useState('member');
  const problemAt = (pointer: string) => placesOf(error).find(({ at }) => at === pointer)?.problem;
  const submit = (event: FormEvent<HTMLFormElement>) => {
    event.preventDefault();
    const values = new FormData(event.currentTarget);
    const entered = (name: string) => textOf(values, name).trim();
    onSubmit({
      userName: entered('userName'),
      givenName: entered('givenName'),
      familyName: entered('familyName'),
      userType,
    });
  };
  return (
    <Form onSubmit={submit}>
      <TextField
        name="userName"
        type="email"
        label={text.userName}
        autoComplete="off"
        autoFocus
        isRequired
        problem={problemAt('/userName')}
      />
      <TextField name="givenName" label={text.givenName} isRequired problem={problemAt('/givenName')} />
      <TextField name="familyName" label={text.familyName} isRequired problem={problemAt('/familyName')} />
      <Select label={text.type} choices={types.choices} value={userType} onChange={setType} />
      {children}
    </Form>
  );
}
