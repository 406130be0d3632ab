/** Why a password is refused (rule 6). */
export const passwordProblems = ['too-short', 'too-long', 'common', 'personal'] as const;

export type PasswordProblem = (typeof passwordProblems)[number];

/** In Unicode characters. Okta's placeholder has 8; nobody types more than 1,024, and hashing them is expensive. */
export const passwordLength = { min: 8, max: 1_024 } as const;
