import { queryOptions } from '@tanstack/react-query';
import { call } from '../../api/call';
import { explainUser, findUser } from '../../api/generated/sdk.gen';
import { readAnew } from '../../api/query-client';
import { loadSentences } from '../../texts/sentences';

/** One person, as who is signed in may see them. */
export const personQuery = (userId: string) =>
  queryOptions({
    queryKey: ['user', userId],
    queryFn: () => call(findUser({ path: { userId } })),
  });

/** Why a person is active or not, and of their type. */
export const whyQuery = (userId: string) =>
  queryOptions({
    queryKey: ['user', userId, 'why'],
    // With the sentences that it is told in.
    queryFn: () => Promise.all([call(explainUser({ query: { user: userId } })), loadSentences()]).then(([why]) => why),
    retry: false, // an installation may have no audit log; the page says what it knows without it
  });

/** Asks anew for what shows a person who was changed here. */
export const personChanged = (userId: string): void =>
  readAnew(
    ['user', userId],
    'users',
    'found-people',
    'account',
    'roles',
    ['members', 'of', userId],
    ['sessions', userId],
  );
