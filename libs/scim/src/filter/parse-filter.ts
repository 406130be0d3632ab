import { invalidFilter } from '../errors/refusals.js';
import type { ScimError } from '../errors/scim-error.js';
import { grant, type Leniency, type Reading } from '../leniencies/leniency.js';
import { limits } from '../limits/limits.js';
import { parsePath, type AttributePath } from '../schemas/attribute-path.js';
import { compareOperators, conditionsIn, isCompareOperator, type Filter } from './filter.js';
import { lex, type Lexeme } from './lexer.js';

/**
 * Parses a filter (RFC 7644 §3.4.2.2, figure 1). Operators are recognised in any case; names stay as written.
 * @throws ScimError invalidFilter, saying where and what was expected
 */
export function parseFilter(text: string, { leniency = 'named' }: Reading = {}): Filter {
  if (text.length > limits.filterLength) {
    throw invalidFilter(`The filter has ${text.length} characters; at most ${limits.filterLength} are read.`);
  }
  const parser = new FilterParser(lex(text), leniency);
  const filter = parser.filter();
  parser.end();
  const conditions = conditionsIn(filter);
  if (conditions > limits.filterConditions) {
    throw invalidFilter(`The filter has ${conditions} conditions; at most ${limits.filterConditions} are read.`);
  }
  if (depthOf(filter) > limits.filterDepth) {
    throw invalidFilter(`The filter has more than ${limits.filterDepth} levels of conditions within conditions.`);
  }
  return filter;
}

class FilterParser {
  private next = 0;
  private nesting = 0;

  constructor(
    private readonly lexemes: readonly Lexeme[],
    private readonly leniency: Leniency,
  ) {}

  /** `or` binds weakest, then `and`, then `not` and parentheses. */
  filter(inBrackets = false): Filter {
    return this.joined('or', () => this.joined('and', () => this.term(inBrackets)));
  }

  end(): void {
    if (this.peek().kind !== 'end') throw this.expected('"and", "or" or the end of the filter');
  }

  private joined(kind: 'and' | 'or', part: () => Filter): Filter {
    const of = [part()];
    while (this.takesWord(kind)) of.push(part());
    return of.length === 1 && of[0] ? of[0] : { kind, of };
  }

  private term(inBrackets: boolean): Filter {
    if (this.peek().kind === '(') return this.group(inBrackets);
    const after = this.lexemes[this.next + 1];
    if (this.isWord('not') && after?.kind === '(') {
      this.next += 1;
      return { kind: 'not', of: this.group(inBrackets) };
    }
    const path = this.path();
    if (this.peek().kind === '[') {
      if (inBrackets) throw this.expected('a comparison: brackets within brackets are not part of SCIM');
      return this.valuePath(path);
    }
    return this.comparison(path);
  }

  private group(inBrackets: boolean): Filter {
    return this.nested('(', ')', inBrackets);
  }

  private nested(open: '(' | '[', close: ')' | ']', inBrackets: boolean): Filter {
    this.take(open, `"${open}"`);
    this.nesting += 1;
    if (this.nesting > limits.nesting)
      throw invalidFilter(`The filter has brackets within brackets more than ${limits.nesting} deep.`);
    const inner = this.filter(inBrackets);
    this.take(close, `"and", "or" or "${close}"`);
    this.nesting -= 1;
    return inner;
  }

  /**
   * Entra sends `emails[type eq "work"].value eq "x"`: the comparison is combined with the filter in the brackets.
   */
  private valuePath(path: AttributePath): Filter {
    const filter = this.nested('[', ']', true);
    const after = this.peek();
    if (after.kind !== 'word' || !after.text.startsWith('.')) return { kind: 'valuePath', path, filter };
    grant(this.leniency, 'comparisonAfterBrackets', () => this.expected('the end of the condition'));
    this.next += 1;
    const sub = parsePath(after.text.slice(1));
    if (!sub || sub.subAttribute !== undefined) throw this.expected('the name of a sub-attribute');
    return { kind: 'valuePath', path, filter: { kind: 'and', of: [filter, this.comparison(sub)] } };
  }

  private comparison(path: AttributePath): Filter {
    const lexeme = this.peek();
    const operator = lexeme.text.toLowerCase();
    if (lexeme.kind !== 'word') throw this.expected('an operator such as eq');
    if (operator === 'pr') {
      this.next += 1;
      return { kind: 'present', path };
    }
    if (!isCompareOperator(operator)) throw this.expected(`an operator (${compareOperators.join(', ')}, pr)`);
    this.next += 1;
    const { kind, text: written } = this.peek();
    const value = this.value();
    const saysMore = kind === 'number' && /^-?\d+$/.test(written) && String(value) !== written;
    return { kind: 'compare', path, operator, value, ...(saysMore ? { written } : {}) };
  }

  private value(): string | number | boolean | null {
    const { kind, text } = this.peek();
    const literals: Record<string, boolean | null> = { true: true, false: false, null: null };
    const literal = text.toLowerCase();
    if (kind === 'word' && Object.hasOwn(literals, literal)) {
      if (text !== literal)
        grant(this.leniency, 'literalsInAnyCase', () => this.expected(`"${literal}" in small letters`));
      this.next += 1;
      return literals[literal] ?? null;
    }
    if (kind !== 'string' && kind !== 'number')
      throw this.expected('a value: a text in double quotes, a number, true, false or null');
    if (kind === 'number' && !Number.isFinite(Number(text))) throw this.expected('a smaller number');
    this.next += 1;
    return kind === 'string' ? unquoted(text, this.leniency) : Number(text);
  }

  private path(): AttributePath {
    const lexeme = this.peek();
    const path = lexeme.kind === 'word' ? parsePath(lexeme.text) : undefined;
    if (!path) throw this.expected('the name of an attribute');
    this.next += 1;
    return path;
  }

  private peek(): Lexeme {
    return this.lexemes[this.next] ?? { kind: 'end', text: '', at: 0 };
  }

  private isWord(text: string): boolean {
    const lexeme = this.peek();
    return lexeme.kind === 'word' && lexeme.text.toLowerCase() === text;
  }

  private takesWord(text: string): boolean {
    if (!this.isWord(text)) return false;
    this.next += 1;
    return true;
  }

  private take(kind: Lexeme['kind'], what: string): void {
    if (this.peek().kind !== kind) throw this.expected(what);
    this.next += 1;
  }

  private expected(what: string): ScimError {
    const { kind, at, text } = this.peek();
    const where = kind === 'end' ? 'at its end' : `at position ${at}`;
    const found =
      kind === 'end' ? 'nothing follows' : kind === 'string' ? 'found a text in quotes' : `found ${text.slice(0, 40)}`;
    return invalidFilter(`The filter cannot be read ${where}: expected ${what}, but ${found}.`);
  }
}

/** Depth of the tree; a single comparison has depth one. Redundant parentheses do not count. */
function depthOf(filter: Filter): number {
  if (filter.kind === 'and' || filter.kind === 'or') return 1 + Math.max(...filter.of.map(depthOf));
  if (filter.kind === 'not') return 1 + depthOf(filter.of);
  return filter.kind === 'valuePath' ? 1 + depthOf(filter.filter) : 1;
}

/** Resolves JSON string escapes. What is no JSON escape stays as it is, since clients differ in escaping. */
function unquoted(quoted: string, leniency: Leniency): string {
  try {
    return JSON.parse(quoted) as string;
  } catch {
    grant(leniency, 'looseEscapes', () => invalidFilter('A text of the filter has an escape that JSON does not have.'));
    return quoted.slice(1, -1).replaceAll(/\\(.)/gs, '$1');
  }
}
