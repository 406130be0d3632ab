import { weakETag } from './entity-tag.js';

export interface AnswerOptions {
  /** Where it differs from the route's usual one. */
  readonly status?: number;
  /** The version of the resource, for `ETag`. */
  readonly version?: number;
  /** The address of a created resource, for `Location`. */
  readonly location?: string | undefined;
  /** One header several times, such as `Set-Cookie`, is a list. */
  readonly headers?: AnswerHeaders;
}

type AnswerHeaders = Readonly<Record<string, string | string[]>>;

/** A successful answer. Its body is a document, a text, or a stream of text. */
export class Answer<Body = undefined> {
  readonly status: number | undefined;
  readonly headers: AnswerHeaders;

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
