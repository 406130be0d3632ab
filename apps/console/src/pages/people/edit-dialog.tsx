import { useQueryClient } from '@tanstack/react-query';
import { useRef, useState } from 'react';
import { ApiProblem } from '../../api/api-problem';
import { call } from '../../api/call';
import { changeUser } from '../../api/generated/sdk.gen';
import { useProvider } from '../../api/provider';
import { FormDialog } from '../../parts/form-dialog';
import { TextField } from '../../parts/text-field';
import { Problem } from '../../parts/problem';
import { Note } from '../../parts/state';
import { announce } from '../../shell/announcer';
import { confirmed } from '../../shell/confirm-password';
import { t } from '../../texts';
import { nameOf } from '../../texts/people';
import { useForm } from '../sign-in/use-form';
import { ifMatch } from './consequence-list';
import type { PersonDialogProps } from './person-acts';
import { capital } from '../../texts/format';
import { changeOf, editedFields, placeOf, valueOf } from './person-edit';
import { personChanged, personQuery } from './person-query';

/** Changes what is known of somebody. Whoever changed the same meanwhile is not overwritten without a word. */
export function EditDialog({ person, onClose }: PersonDialogProps) {
  const text = t.personActs;
  const provider = capital(useProvider());
  const client = useQueryClient();
  const [began] = useState(person); // what the fields began with, whatever hints bring meanwhile
  const version = useRef(person.version);
  const form = useForm(async (field) => {
    const body = changeOf(began, field);
    try {
      await confirmed(() =>
        call(changeUser({ path: { userId: person.id }, body, headers: ifMatch({ version: version.current }) })),
      );
    } catch (error) {
      if (error instanceof ApiProblem && error.status === 412) {
        version.current = (await client.fetchQuery({ ...personQuery(person.id), staleTime: 0 })).version;
      }
      throw error;
    }
    announce(text.saved(nameOf(person)));
    personChanged(person.id);
    onClose();
  });
  const isChangedMeanwhile = form.error instanceof ApiProblem && form.error.status === 412;
  return (
    <FormDialog
      title={text.editTitle(nameOf(began))}
      onClose={onClose}
      act={t.parts.save}
      isPending={form.isPending}
      onSubmit={form.onSubmit}
    >
      {person.managedBy === 'directory' ? (
        <Note tone="warn">
          <p>{text.editKept(provider)}</p>
        </Note>
      ) : null}
      {isChangedMeanwhile ? <Note tone="warn">{t.parts.changedMeanwhile}</Note> : null}
      {form.error && !isChangedMeanwhile ? <Problem error={form.error} /> : null}
      {editedFields.map((field) => (
        <TextField
          key={field}
          name={field}
          label={t.person.facts[field]}
          defaultValue={valueOf(began, field)}
          problem={form.problemAt(placeOf(field))}
          isRequired={field === 'userName'}
          autoComplete="off"
        />
      ))}
    </FormDialog>
  );
}
