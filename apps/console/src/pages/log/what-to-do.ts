import type { LinkProps } from '@tanstack/react-router';
import type { AuditEntryView } from '../../api/generated/types.gen';
import { t } from '../../texts';

interface Advice {
  readonly text: string;
  /** Where it is done, if that is here. */
  readonly to?: NonNullable<LinkProps['to']>;
}

/** Refusals that an admin ends on a page of the console. */
const endedHere = {
  'leaving-held': { text: 'leavers', to: '/leavers' },
  'takeover-waits': { text: 'takeovers', to: '/takeovers' },
} as const;

type Entry = Pick<AuditEntryView, 'kind' | 'outcome' | 'route' | 'status' | 'code'>;

/**
 * What helps against the refusal of a request of the identity provider; undefined where it is none, or nothing has to be done.
 * @param provider what it is called
 */
export function whatToDo({ kind, outcome, route, status, code }: Entry, provider: string): Advice | undefined {
  if (kind !== 'request' || outcome !== 'refused' || !route?.startsWith('/scim/')) return undefined;
  const { todo } = t.log;
  const here = Object.entries(endedHere).find(([known]) => known === code)?.[1];
  if (here) return { text: todo[here.text], to: here.to };
  if (status === 401) return { text: todo.token(provider), to: '/provisioning' };
  if (status === 429) return { text: todo.again(provider) };
  return status === 400 || status === 409 ? { text: todo.change(provider) } : undefined;
}
