import { weakETag } from './entity-tag.js';

export interface AnswerOptions {
  /** Where it is not the route's usual one. */
  readonly status?: number;
  /** Of what is answered: its `ETag`. */
  readonly version?: number;
  /** Of what was made: its `Location`. */
  readonly location?: string | undefined;
  readonly headers?: Readonly<Record<string, string>>;
}

/** A success: a body, and what stands around it. A body is a document, a text, or a stream of text. */
export class Answer<Body = undefined> {
  readonly status: number | undefined;
  readonly headers: Readonly<Record<string, string>>;

  constructor(
    readonly body: Body,
    { status, version, location, headers }: AnswerOptions = {},
  ) {
    this.status = status;
    this.headers = {
      ...(version === undefined ? {} : { etag: weakETag(version) }),
      ...(location === undefined ? {} : { location }),
      ...headers,
    };
  }
}

export const nothing = new Answer(undefined);
