import type { LinkProps } from '@tanstack/react-router';
import { ArrowLeftRight, BadgeCheck, KeyRound, ScrollText, Search, UserRound, Users } from 'lucide-react';
import type { FoundList } from '../api/generated/types.gen';
import type { Permission } from '../api/me';
import { t } from '../texts';
import { places } from './places';

type Found = FoundList['items'][number];

/** Somewhere that the palette leads to. */
export interface Choice {
  readonly key: string;
  readonly title: string;
  /** What it is; pages need no word. */
  readonly kind?: string;
  readonly icon: typeof Search;
  readonly to: Pick<LinkProps, 'to' | 'params' | 'search'>;
}

/** The pages whose names have the text in them, of those that somebody may see. */
export function pagesFor(text: string, may: (permission: Permission) => boolean): readonly Choice[] {
  const wanted = text.trim().toLowerCase();
  return places
    .filter(({ name, permission }) => may(permission) && t.shell.places[name].toLowerCase().includes(wanted))
    .map(({ name, to, icon }) => ({ key: `page ${name}`, title: t.shell.places[name], icon, to: { to } }));
}

const icons = {
  user: UserRound,
  team: Users,
  role: BadgeCheck,
  token: KeyRound,
  request: ScrollText,
  takeover: ArrowLeftRight,
} as const satisfies Record<Found['kind'], typeof Search>;

function wayTo({ kind, id }: Found): Choice['to'] {
  switch (kind) {
    case 'user':
      return { to: '/people/$userId', params: { userId: id } };
    case 'team':
      return { to: '/teams/$teamId', params: { teamId: id } };
    case 'role':
      return { to: '/roles' };
    case 'token':
      return { to: '/provisioning' };
    case 'request':
      return { to: '/log/$requestId', params: { requestId: id } };
    case 'takeover':
      return { to: '/takeovers/$takeoverId', params: { takeoverId: id } };
  }
}

/** What the API says that a text means. */
export function choicesOf(items: readonly Found[]): readonly Choice[] {
  return items.map((found) => {
    const word = t.shell.palette.kinds[found.kind];
    return {
      key: `${found.kind} ${found.id}`,
      title: found.title,
      kind: found.ended ? t.shell.palette.ended(word) : word,
      icon: icons[found.kind],
      to: wayTo(found),
    };
  });
}

/** The way to all people whose names have the text in them. */
export function searchFor(text: string): Choice {
  const search = text.trim();
  return {
    key: 'search',
    title: t.shell.palette.search(search),
    icon: Search,
    to: { to: '/people', search: { search } },
  };
}
