import type { ReactNode } from 'react';
import type { WouldChange } from '../../api/generated/types.gen';
import { consequencesOf } from './consequences';

/** What a dry run says, as a list of sentences. */
function ConsequenceList({ of }: { readonly of: WouldChange | undefined }) {
  const sentences = of ? consequencesOf(of) : [];
  if (sentences.length === 0) return null;
  return (
    <ul>
      {sentences.map((sentence) => (
        <li key={sentence}>{sentence}</li>
      ))}
    </ul>
  );
}

/** What the answer to a dry run says, to be shown. */
export async function consequenceOf(answer: Promise<object>): Promise<ReactNode> {
  return <ConsequenceList of={wouldChangeOf(await answer)} />;
}

function wouldChangeOf(answer: object): WouldChange | undefined {
  return 'wouldChange' in answer ? (answer.wouldChange as WouldChange) : undefined;
}

interface Versioned {
  readonly version: number;
}

/** The ETag of what is shown. */
export const etagOf = ({ version }: Versioned): string => `"${version}"`;

/** The `If-Match` of what is shown: if somebody has changed it since, nothing is done (RFC 9110 §13.1.1). */
export const ifMatch = (shown: Versioned) => ({ 'If-Match': etagOf(shown) });
