/** Whoever asks while an answer is under way gets that one; who asks afterwards, another. */
export function singleFlight<Answer>(ask: () => Promise<Answer>): () => Promise<Answer> {
  let flight: Promise<Answer> | undefined;
  return () => (flight ??= ask().finally(() => (flight = undefined)));
}
