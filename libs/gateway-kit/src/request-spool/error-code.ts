/** Whether a call of the system has failed for this reason (errno). */
export const isCode = (error: unknown, code: string): boolean =>
  error instanceof Error && 'code' in error && error.code === code;
