/** The first entries that are wrong, as exactly as can be told. */
export interface WrongEntries {
  readonly from: number;
  readonly to: number;
}

/** What a file claims is not proved by it. */
export class NotProved extends Error {
  override readonly name = 'NotProved';

  /**
   * @param message a sentence
   * @param entries where entries are wrong, and not only what is said about them
   */
  constructor(
    message: string,
    readonly entries?: WrongEntries,
  ) {
    super(message);
  }
}
