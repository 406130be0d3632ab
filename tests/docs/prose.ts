import { parseSync } from 'vite';

/** A piece of text that people read, and where it begins. */
export interface Prose {
  readonly line: number;
  readonly text: string;
  /** `code` is what stands outside of comments: titles of tests, sentences of errors. Only numbers are looked for there. */
  readonly kind: 'comment' | 'code' | 'document';
}

const isSource = (file: string) => /\.[mc]?[jt]s$/.test(file);
/** Files whose comments begin with `#`. */
const isHashed = (file: string) => /\.(ya?ml|toml)$|(^|\/)(Dockerfile|\.dockerignore|\.gitignore)$/.test(file);
const isDocument = (file: string) => file.endsWith('.md');

/** Whether `proseOf` can read this file. */
export const isReadable = (file: string): boolean => isSource(file) || isHashed(file) || isDocument(file);

/**
 * The comments and the code of a source file, the paragraphs of a Markdown file. Lines of one comment or paragraph are joined by
 * spaces, so that a reference may be broken into two lines.
 * @throws Error for a source file that cannot be parsed
 */
export function proseOf(file: string, text: string): Prose[] {
  if (isDocument(file)) return paragraphs(text);
  return isSource(file) ? sourceProse(file, text) : hashedProse(text);
}

const lineAt = (text: string, offset: number) => text.slice(0, offset).split('\n').length;

function sourceProse(file: string, text: string): Prose[] {
  const { comments, errors } = parseSync(file, text);
  if (errors.length > 0) throw new Error(`${file}: ${errors[0]?.message}`);
  const prose: Prose[] = [];
  const code: string[] = [];
  let read = 0;
  let joined: { line: number; text: string; end: number } | undefined;
  for (const { type, value, start, end } of comments) {
    code.push(text.slice(read, start), text.slice(start, end).replaceAll(/[^\n]/g, ' '));
    read = end;
    const words = type === 'Block' ? value.replaceAll(/\n\s*\*? ?/g, ' ') : value;
    // Lines of `//` below each other are one comment.
    if (joined && type === 'Line' && /^\n[ \t]*$/.test(text.slice(joined.end, start))) {
      joined.text += ` ${words.trim()}`;
      joined.end = end;
      continue;
    }
    if (joined) prose.push({ kind: 'comment', line: joined.line, text: joined.text });
    joined = { line: lineAt(text, start), text: words.trim(), end };
  }
  if (joined) prose.push({ kind: 'comment', line: joined.line, text: joined.text });
  return [...prose, ...codeLines(code.join('') + text.slice(read))];
}

/** Code line by line; a comment of SQL inside a template is a comment. */
const codeLines = (code: string): Prose[] =>
  code.split('\n').flatMap((line, index): Prose[] => {
    if (line.trim() === '') return [];
    const [, sql] = /^\s*-- (.*)/.exec(line) ?? [];
    return [sql ? { kind: 'comment', line: index + 1, text: sql } : { kind: 'code', line: index + 1, text: line }];
  });

function hashedProse(text: string): Prose[] {
  return text.split('\n').flatMap((line, index): Prose[] => {
    const [, code = '', comment] = /^(.*?)(?:(?:^|\s)# ?(.*))?$/.exec(line) ?? [];
    return [
      ...(code.trim() === '' ? [] : [{ kind: 'code' as const, line: index + 1, text: code }]),
      ...(comment ? [{ kind: 'comment' as const, line: index + 1, text: comment }] : []),
    ];
  });
}

/** Paragraphs, rows and list items of a Markdown text, without its blocks of code. */
function paragraphs(text: string): Prose[] {
  const prose: { kind: 'document'; line: number; text: string }[] = [];
  let goesOn = false;
  withoutBlocks(text)
    .split('\n')
    .forEach((line, index) => {
      const last = prose.at(-1);
      if (goesOn && last && !/^\s*([-*|#]|\d+\.)/.test(line) && line.trim() !== '') last.text += ` ${line.trim()}`;
      else if (line.trim() !== '') prose.push({ kind: 'document', line: index + 1, text: line.trim() });
      goesOn = line.trim() !== '' && !line.startsWith('#');
    });
  return prose;
}

/** The text with empty lines where blocks of code were. */
export const withoutBlocks = (markdown: string): string =>
  markdown.replaceAll(/^( *)```[\s\S]*?^\1```/gm, (block) => block.replaceAll(/[^\n]/g, ''));

/** `CommandSender`, `@Command`, `networkOf`, `eventually(check)`: what in backticks can only be a name of code. */
export function namesOfCode(text: string): string[] {
  return [...text.matchAll(/`([^`]+)`/g)].flatMap(([, span = '']) => {
    const [, name, call] = /^@?([A-Za-z]\w*)(\(.*\))?$/.exec(span) ?? [];
    return name && (call || (/[a-z][A-Z]|^[A-Z][a-z]/.test(name) && !name.includes('_'))) ? [name] : [];
  });
}
