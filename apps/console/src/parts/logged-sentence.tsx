import { Link } from '@tanstack/react-router';
import type { AuditEntryView } from '../api/generated/types.gen';
import { piecesOf, type Named } from './linked-names';

/** What the log says of something that happened; people and things that it names lead to their pages. */
export function LoggedSentence({ entry }: { readonly entry: AuditEntryView }) {
  return piecesOf(entry).map((piece, index) =>
    // Pieces of one sentence never change their places.
    // oxlint-disable-next-line react/no-array-index-key
    typeof piece === 'string' ? piece : <NamedLink key={index} named={piece} />,
  );
}

function NamedLink({ named: { kind, id, text } }: { readonly named: Named }) {
  switch (kind) {
    case 'user':
      return (
        <Link to="/people/$userId" params={{ userId: id }}>
          {text}
        </Link>
      );
    case 'team':
      return (
        <Link to="/teams/$teamId" params={{ teamId: id }}>
          {text}
        </Link>
      );
    case 'token':
      return <Link to="/provisioning">{text}</Link>;
    case 'role':
      return <Link to="/roles">{text}</Link>;
    case 'account':
      return text;
  }
}
