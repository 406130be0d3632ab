import { IsArray, IsBoolean, IsIn, IsOptional, IsString, IsUUID } from 'class-validator';
import { IsActor, type Actor } from '../actor.js';
import { defineEvent } from '../define/message.js';
import { Topics } from '../topics.js';
import { managers, type ManagedBy } from './managed-by.js';

/**
 * The fields of every user event: ids, the names of changed attributes, actor and reason, and the state that decides
 * about access (type, active, managed by), which is no personal data. A consumer that needs values asks user-service.
 * The version is in the message's header.
 */
export class UserEvent {
  @IsUUID() accountId: string;
  @IsUUID() userId: string;
  @IsString() userType: string;
  @IsBoolean() active: boolean;
  @IsIn(managers) managedBy: ManagedBy;
  /** Names of the attributes that changed, in domain terms (`title`, `name.givenName`, `password`). */
  @IsArray() @IsString({ each: true }) changed: string[];
  @IsActor() actor: Actor;
  /** Why, where the command alone does not say it: e.g. `userType foo is unknown: fell back to viewer`. */
  @IsOptional() @IsString() reason?: string;
  /** Names of the attributes that the request brought and that stayed as stored: the rules refuse what it brought. */
  @IsOptional() @IsArray() @IsString({ each: true }) kept?: string[];
}

const example: UserEvent = {
  accountId: '01890a5d-ac96-774b-bcce-b302099a8057',
  userId: '01890a5d-ac96-774b-bcce-b302099a8058',
  userType: 'member',
  active: true,
  managedBy: 'directory',
  changed: ['title'],
  actor: { kind: 'directory', id: '01890a5d-ac96-774b-bcce-b302099a8059' },
};

const event = (type: string, of: Partial<UserEvent> = {}) =>
  defineEvent({
    type,
    version: 1,
    topic: Topics.userEvents,
    key: (e: UserEvent) => e.userId,
    payload: UserEvent,
    example: { ...example, ...of },
  });

/**
 * Each event has one meaning and one version. A write that changes several things raises several events (e.g. a PUT
 * that changes title and active: `user.updated`, then `user.deactivated`).
 */
export const UserEvents = {
  /** A new user, from the directory or by hand. */
  created: event('user.created', { changed: ['userName', 'name.givenName', 'title'] }),
  /** The directory manages from now on whom the product had made (rule 5). */
  adopted: event('user.adopted'),
  /** An inactive or released user is back, with the same id (rule 5). */
  restored: event('user.restored'),
  /** Attributes changed: `changed` names them. */
  updated: event('user.updated'),
  /** Another user type: `userType` is the new one. */
  typeChanged: event('user.type-changed', { changed: ['userType'], userType: 'viewer' }),
  /** The user is inactive: no access, no seat, and the place in teams is kept (rule 16). */
  deactivated: event('user.deactivated', { changed: ['active'], active: false }),
  /** An inactive user is active again. */
  reactivated: event('user.reactivated', { changed: ['active'] }),
  /** The person's sign-in is the directory's from now on: its name and its password (rule 6). */
  handedOver: event('user.handed-over', { changed: ['managedBy', 'ownSignIn'] }),
  /**
   * The inactive user stands for another person from now on, whom the directory gave the former one's address: type,
   * profile, password and memberships made by hand of the former are gone (rule 5).
   */
  reassigned: event('user.reassigned', { active: false, changed: ['externalId'] }),
  /** An admin handed the person back to the workspace. */
  handedBack: event('user.handed-back', { managedBy: 'workspace', changed: ['managedBy'] }),
  /** The directory deleted the user, who is inactive and out of all rosters from now on (rule 5). */
  released: event('user.released', { active: false, managedBy: 'workspace', changed: ['active', 'managedBy'] }),
  /** What was known of the person is gone for good; the id is nobody's from now on (rule 25). The last event of a user. */
  erased: event('user.erased', {
    active: false,
    managedBy: 'workspace',
    changed: ['externalId', 'profile', 'userName'],
  }),
} as const;
