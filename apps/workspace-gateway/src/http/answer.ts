import { etagOf } from './if-match.js';

export interface AnswerOptions {
  /** Where it is not the route's usual one. */
  readonly status?: number;
  /** Of what is answered: its `ETag`. */
  readonly version?: number;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A success: a body, and what stands around it. */
export class Answer<Body = undefined> {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly body: Body,
    { status, version, headers }: AnswerOptions = {},
  ) {
    this.status = status;
    this.headers = { ...headers, ...(version === undefined ? {} : { etag: etagOf(version) }) };
  }
}

export const nothing = new Answer(undefined);
