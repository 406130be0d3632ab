/** The place of a syntax error in a JSON text (RFC 8259), counted from 1. */
export interface JsonPosition {
  readonly line: number;
  readonly column: number;
}

/**
 * Finds the syntax error in a text that `JSON.parse` refused. The message of `JSON.parse` cannot be used: it quotes the
 * text, which may hold a password. `jsonc-parser` was tried instead, with two results: for an error in a string it
 * reports the string's beginning, and, being recursive, it throws `RangeError` for a body of a hundred thousand
 * brackets.
 */
export function whereJsonBreaks(text: string): JsonPosition {
  const at = new JsonScanner(text).firstFault();
  let line = 1;
  let lineBegins = 0;
  for (let end = text.indexOf('\n'); end >= 0 && end < at; end = text.indexOf('\n', lineBegins)) {
    line++;
    lineBegins = end + 1;
  }
  return { line, column: at - lineBegins + 1 };
}

const number = /-?(0|[1-9]\d*)(\.\d+)?([eE][+-]?\d+)?/y;
const word = /true|false|null/y;
// One class, repeated: a choice that is repeated needs a place on the stack for each character, and overflows it.
const space = /[ \t\n\r]*/y;
// oxlint-disable-next-line no-control-regex -- strings may hold none of them
const plainCharacters = /[^"\\\u0000-\u001f]*/y;
const escape = /\\(?:["\\/bfnrt]|u[0-9a-fA-F]{4})/y;

/** Parses a text by JSON's grammar, without recursion, up to the first syntax error. */
class JsonScanner {
  private at = 0;
  /** The closing brackets of the containers that are open. */
  private readonly open: ('}' | ']')[] = [];

  constructor(private readonly text: string) {}

  firstFault(): number {
    let expectsValue = true;
    for (;;) {
      this.take(space);
      if (expectsValue) {
        const fits = this.value();
        if (fits === 'fault') return this.at;
        expectsValue = fits === 'opened';
        continue;
      }
      const closing = this.open.at(-1);
      if (closing === undefined) return this.at; // there is text after the top-level value
      if (this.text[this.at] === closing) {
        this.open.pop();
        this.at++;
      } else if (this.text[this.at] === ',') {
        this.at++;
        this.take(space);
        if (closing === '}' && !this.key()) return this.at;
        expectsValue = true;
      } else return this.at;
    }
  }

  /** `opened`: a non-empty container begins, and its first value is next. */
  private value(): 'closed' | 'opened' | 'fault' {
    const first = this.text[this.at];
    if (first === '{' || first === '[') {
      const closing = first === '{' ? '}' : ']';
      this.at++;
      this.take(space);
      if (this.text[this.at] === closing) {
        this.at++;
        return 'closed';
      }
      this.open.push(closing);
      return closing === '}' && !this.key() ? 'fault' : 'opened';
    }
    if (first === '"') return this.string() ? 'closed' : 'fault';
    return this.take(number) || this.take(word) ? 'closed' : 'fault';
  }

  private key(): boolean {
    if (!this.string()) return false;
    this.take(space);
    if (this.text[this.at] !== ':') return false;
    this.at++;
    return true;
  }

  private string(): boolean {
    if (this.text[this.at] !== '"') return false;
    this.at++;
    do this.take(plainCharacters);
    while (this.take(escape));
    if (this.text[this.at] !== '"') return false;
    this.at++;
    return true;
  }

  /** Advances past the pattern's match at this position; true if that is not empty. */
  private take(pattern: RegExp): boolean {
    pattern.lastIndex = this.at;
    const length = pattern.exec(this.text)?.[0].length ?? 0;
    this.at += length;
    return length > 0;
  }
}
