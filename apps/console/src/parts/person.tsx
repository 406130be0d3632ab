import { Link } from '@tanstack/react-router';
import { t } from '../texts';
import { briefName } from '../texts/people';
import { Id } from './copy';

interface Brief {
  readonly id: string;
  readonly userName: string;
  readonly displayName?: string | undefined;
  readonly active: boolean;
}

/** Somebody by name, with the way to their page; by id where the name is not known any more. */
export function PersonLink({ id, person }: { readonly id: string; readonly person?: Brief | undefined }) {
  if (!person) return <Id id={id} what={t.who.somebody} />;
  return (
    <span title={person.userName}>
      <Link to="/people/$userId" params={{ userId: id }}>
        {briefName(person)}
      </Link>
      {person.active ? null : ` (${t.who.inactive})`}
    </span>
  );
}
