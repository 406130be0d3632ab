/** A request that a guide tells its readers to send. */
export interface DocumentedRequest {
  /** What its block is called: ` ```http generate `. */
  readonly name: string;
  readonly method: string;
  /** From `/api` or `/scim/v2` on, with placeholders. */
  readonly path: string;
  readonly headers: Readonly<Record<string, string>>;
  /** JSON, with placeholders. */
  readonly body: string | undefined;
}

/** The requests of a Markdown text, in their order. */
export function httpBlocks(markdown: string): DocumentedRequest[] {
  return [...markdown.matchAll(/^```http (\S+)\n(\S+) (\S+)\n([\s\S]*?)^```/gm)].map(
    ([, name = '', method = '', path = '', rest = '']) => {
      const [head = ''] = /^(?:[\w-]+: .*\n)*/.exec(rest) ?? [];
      const body = rest.slice(head.length);
      return { name, method, path, headers: headersIn(head), body: body.trim() === '' ? undefined : body };
    },
  );
}

function headersIn(lines: string): Record<string, string> {
  return Object.fromEntries([...lines.matchAll(/^([\w-]+): (.*)$/gm)].map(([, name = '', value = '']) => [name, value]));
}

/** Puts in what stands in braces. @throws Error for what nobody has said */
export function filled(text: string, known: Readonly<Record<string, string>>): string {
  return text.replaceAll(/\{(\w+)\}/g, (_, name: string) => {
    const value = known[name];
    if (value === undefined) throw new Error(`nothing is known as {${name}}`);
    return value;
  });
}
