import type { Approval, Declining } from '../../api/generated/types.gen';

export const states = ['held', 'declined', 'approved'] as const;
export type LeaverState = (typeof states)[number];

/** How many people the API takes by name at a time. */
export const maxChosen = 100;

/** What of the list is shown, by the word in the address. */
export const stateOf = (word: string | undefined): LeaverState => states.find((state) => state === word) ?? 'held';

/** Approves those who are named, or all by how many they are, so that nobody is let go whom the person has not seen counted. */
export const approvalOf = (count: number, userIds: readonly string[] | undefined): Approval =>
  userIds ? { userIds: [...userIds] } : { count };

/** Declines those who are named, or all. */
export const decliningOf = (userIds: readonly string[] | undefined): Declining =>
  userIds ? { userIds: [...userIds] } : {};
