import { useState, type ReactNode } from 'react';
import { t } from '../texts';
import { time } from '../texts/format';
import { Button } from './button';
import { Skeleton } from './page';
import { Problem, sentenceOf } from './problem';
import { Note } from './state';

/** What these parts need of a query of TanStack. */
export interface Reading<Data> {
  readonly data: Data | undefined;
  readonly error: unknown;
  readonly isError: boolean;
  readonly dataUpdatedAt: number;
  readonly refetch: () => unknown;
  /** It has changed, but so much of it is shown that it is not read anew by itself. */
  readonly isBehind?: boolean;
  readonly beginAnew?: () => void;
}

/** Says that what is shown is old, because reading it anew failed. */
export function OldNote({ query }: { readonly query: Reading<unknown> }) {
  if (!query.isError || query.data === undefined) return null;
  return (
    <Note tone="warn" actions={<Button onPress={() => void query.refetch()}>{t.parts.tryAgain}</Button>}>
      <p>{t.parts.old(time(query.dataUpdatedAt))}</p>
      <p>{sentenceOf(query.error)}</p>
    </Note>
  );
}

/** Says that a long list has changed. Reading it anew would move what somebody is reading, so they say when. */
export function BehindNote({ query: { isBehind, beginAnew } }: { readonly query: Reading<unknown> }) {
  if (!isBehind || !beginAnew) return null;
  return (
    <div role="status">
      <Note tone="neutral" actions={<Button onPress={beginAnew}>{t.parts.beginAnew}</Button>}>
        <p>{t.parts.behind}</p>
      </Note>
    </div>
  );
}

interface LoadedProps<Data> {
  readonly query: Reading<Data>;
  /** Of what shows while it is read for the first time. */
  readonly rows?: number;
  readonly children: (data: Data) => ReactNode;
}

/** What was read; before that its place, and where it could not be read, why. What is shown stays when reading it anew fails. */
export function Loaded<Data>({ query, rows, children }: LoadedProps<Data>) {
  // Why it could not be read stands there while it is tried again by itself.
  const [why, setWhy] = useState<unknown>();
  if (query.isError && query.error !== why) setWhy(query.error);
  if (query.data !== undefined) {
    return (
      <>
        <OldNote query={query} />
        <BehindNote query={query} />
        {children(query.data)}
      </>
    );
  }
  if (why !== undefined) return <Problem error={why} onRetry={() => void query.refetch()} />;
  return <Skeleton {...(rows === undefined ? {} : { rows })} />;
}
