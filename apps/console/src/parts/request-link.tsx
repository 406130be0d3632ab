import { Link } from '@tanstack/react-router';
import type { ReactNode } from 'react';

/** The way to one request in the log; nothing where it is not known. */
export function RequestLink({
  requestId,
  children,
}: {
  readonly requestId?: string | undefined;
  readonly children: ReactNode;
}) {
  if (!requestId) return null;
  return (
    <Link to="/log/$requestId" params={{ requestId }}>
      {children}
    </Link>
  );
}
