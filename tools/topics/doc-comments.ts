import { readdirSync, readFileSync } from 'node:fs';
import { join } from 'node:path';
import ts from 'typescript';

/** What the doc comments of the contracts say about classes, their properties and messages. */
export interface DocComments {
  ofClass(name: string): string | undefined;
  /** Also where a class inherits the property. */
  ofProperty(className: string, property: string): string | undefined;
  /** Of the definition of a type of message. */
  ofMessage(type: string): string | undefined;
}

interface DocumentedClass {
  readonly about: string | undefined;
  readonly parent: string | undefined;
  readonly properties: ReadonlyMap<string, string>;
}

/** Reads the comments of all sources in a folder, specs aside. */
export function docCommentsIn(folder: string): DocComments {
  const files = readdirSync(folder, { recursive: true, encoding: 'utf8' });
  const sources = files.filter((name) => name.endsWith('.ts') && !name.endsWith('.spec.ts')).sort();
  return docComments(sources.map((name) => readFileSync(join(folder, name), 'utf8')));
}

export function docComments(sources: readonly string[]): DocComments {
  const classes = new Map<string, DocumentedClass>();
  const messages = new Map<string, string>();
  const visit = (node: ts.Node): void => {
    if (ts.isClassDeclaration(node) && node.name) classes.set(node.name.text, documentedClass(node));
    const type = messageType(node);
    const about = aboutOf(node);
    if (type !== undefined && about !== undefined) messages.set(type, about);
    ts.forEachChild(node, visit);
  };
  for (const text of sources) visit(ts.createSourceFile('source.ts', text, ts.ScriptTarget.Latest, true));
  return {
    ofClass: (name) => classes.get(name)?.about,
    ofProperty: (className, property) => {
      for (let each = classes.get(className); each; each = classes.get(each.parent ?? '')) {
        const about = each.properties.get(property);
        if (about !== undefined) return about;
      }
      return undefined;
    },
    ofMessage: (type) => messages.get(type),
  };
}

function documentedClass(node: ts.ClassDeclaration): DocumentedClass {
  const parent = node.heritageClauses?.[0]?.types[0]?.expression;
  const properties = node.members.flatMap((member) => {
    const about = aboutOf(member);
    return ts.isPropertyDeclaration(member) && about !== undefined ? [[member.name.getText(), about] as const] : [];
  });
  return {
    about: aboutOf(node),
    parent: parent && ts.isIdentifier(parent) ? parent.text : undefined,
    properties: new Map(properties),
  };
}

/** The type that a property or variable defines: `event('user.created', …)` or `defineEvent({ type: 'user.created', … })`. */
function messageType(node: ts.Node): string | undefined {
  if (!ts.isPropertyAssignment(node) && !ts.isVariableStatement(node)) return undefined;
  const value = ts.isPropertyAssignment(node) ? node.initializer : node.declarationList.declarations[0]?.initializer;
  if (!value || !ts.isCallExpression(value)) return undefined;
  const [first] = value.arguments;
  if (first && ts.isStringLiteral(first)) return first.text;
  if (!first || !ts.isObjectLiteralExpression(first)) return undefined;
  const type = first.properties.find((each) => each.name?.getText() === 'type');
  return type && ts.isPropertyAssignment(type) && ts.isStringLiteral(type.initializer)
    ? type.initializer.text
    : undefined;
}

/** The text of the comment as one paragraph. */
function aboutOf(node: ts.Node): string | undefined {
  const comment = ts.getJSDocCommentsAndTags(node).findLast((each) => ts.isJSDoc(each));
  const text = ts.getTextOfJSDocComment(comment?.comment)?.replaceAll(/\s+/g, ' ').trim();
  return text === '' ? undefined : text;
}
