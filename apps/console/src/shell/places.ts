import type { LinkProps } from '@tanstack/react-router';
import {
  ArrowLeftRight,
  BadgeCheck,
  DoorOpen,
  HelpCircle,
  Plug,
  RefreshCw,
  ScrollText,
  Settings,
  UserRound,
  Users,
} from 'lucide-react';
import type { Permission } from '../api/me';
import { t } from '../texts';

export interface Place {
  readonly name: keyof typeof t.shell.places;
  readonly to: NonNullable<LinkProps['to']>;
  readonly icon: typeof Plug;
  /** Who may not is not shown the way. */
  readonly permission: Permission;
  /** After `g`. */
  readonly key: string;
  /** On telephones it has a place of its own; the others are behind "More". */
  readonly isMain?: true;
}

/** The pages of the navigation, from the top. */
export const places: readonly Place[] = [
  { name: 'provisioning', to: '/provisioning', icon: Plug, permission: 'scim.read', key: 'p', isMain: true },
  { name: 'people', to: '/people', icon: UserRound, permission: 'users.read', key: 'u', isMain: true },
  { name: 'roles', to: '/roles', icon: BadgeCheck, permission: 'roles.read', key: 'o' },
  { name: 'teams', to: '/teams', icon: Users, permission: 'teams.read', key: 't', isMain: true },
  { name: 'takeovers', to: '/takeovers', icon: ArrowLeftRight, permission: 'reconciler.read', key: 'k' },
  { name: 'reconciler', to: '/reconciler', icon: RefreshCw, permission: 'reconciler.read', key: 'r' },
  { name: 'leavers', to: '/leavers', icon: DoorOpen, permission: 'scim.read', key: 'v' },
  { name: 'log', to: '/log', icon: ScrollText, permission: 'audit.read', key: 'l', isMain: true },
  { name: 'why', to: '/why', icon: HelpCircle, permission: 'audit.read', key: 'y' },
  { name: 'settings', to: '/settings', icon: Settings, permission: 'scim.read', key: 's' },
];

const isAt = (path: string, to: string) => path === to || path.startsWith(`${to}/`);

/**
 * Whether a page is for somebody: for all others it is not there.
 * @param path without what stands before all pages
 */
export function isForThem(path: string, permissions: readonly Permission[]): boolean {
  const place = places.find(({ to }) => isAt(path, to));
  return place === undefined || permissions.includes(place.permission);
}

/** How many places stand beside "More" on a telephone. */
const shownOnTelephones = 4;

/**
 * The pages for a telephone, in the order of the navigation.
 * @param may who sees them
 * @returns those with a place of their own, and those behind "More"
 */
export function placesOnTelephones(may: (permission: Permission) => boolean): {
  readonly shown: readonly Place[];
  readonly more: readonly Place[];
} {
  const theirs = places.filter(({ permission }) => may(permission));
  const first = [...theirs.filter(({ isMain }) => isMain), ...theirs.filter(({ isMain }) => !isMain)];
  const main = new Set(first.slice(0, shownOnTelephones));
  return { shown: theirs.filter((place) => main.has(place)), more: theirs.filter((place) => !main.has(place)) };
}

/**
 * Whether a page is behind "More": the own profile, or one of its places.
 * @param path without what stands before all pages
 */
export const isBehindMore = (path: string, more: readonly Place[]): boolean =>
  isAt(path, '/profile') || more.some(({ to }) => isAt(path, to));
