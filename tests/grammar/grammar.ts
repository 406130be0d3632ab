import type { Random } from '../resilience/random.ts';
import { aText, valueOf } from './values.ts';
import type { Attribute, ResourceType, Vocabulary } from './vocabulary.ts';

/*
 * Filters (RFC 7644 §3.4.2.2, figure 1) and paths (§3.5.2, figure 7), production by production, with the attributes of a schema as names.
 * Where `damaged`, a name, an operator or a value may be one that does not belong there.
 */

interface Of {
  readonly type: ResourceType;
  readonly random: Random;
  readonly words: Vocabulary;
  readonly damaged: boolean;
}

/** A name with what is known of it. */
interface Named {
  readonly text: string;
  readonly attribute: Attribute;
}

const unknown: Attribute = {
  name: 'shoeSize',
  type: 'string',
  multiValued: false,
  required: false,
  mutability: 'readWrite',
  returned: 'default',
};
const operators = ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'] as const;
const equalities = ['eq', 'ne'] as const;

const inSomeCase = (text: string, random: Random): string =>
  random.weighted({ same: 8, lower: 1, upper: 1 }) === 'same'
    ? text
    : random.oneOf([text.toLowerCase(), text.toUpperCase()]);

/** attrPath = [URI ":"] ATTRNAME *1subAttr, of an attribute that `fits`. */
export function attrPath(of: Of, fits: (attribute: Attribute) => boolean = () => true): Named {
  const { type, random, damaged } = of;
  if (damaged && random.next() < 0.1)
    return { text: random.oneOf(['shoeSize', 'urn:x:y', 'name.', '$ref', 'a b']), attribute: unknown };
  const { extension } = type;
  const isExtension = extension !== undefined && random.next() < 0.2;
  const urn = isExtension ? `${extension.urn}:` : random.next() < 0.1 ? `${type.schema}:` : '';
  const known = (isExtension ? extension.attributes : type.attributes).filter(
    (each) => each.returned !== 'never' && fits(each),
  );
  const attribute = random.oneOf(known.length > 0 ? known : type.attributes);
  const parts = attribute.subAttributes;
  const hasPart =
    parts !== undefined && (random.next() < 0.7 || (!attribute.multiValued && attribute.type === 'complex'));
  const part = hasPart ? random.oneOf(parts) : undefined;
  const text = `${urn}${inSomeCase(attribute.name, random)}${part ? `.${part.name}` : ''}`;
  return { text, attribute: part ?? attribute };
}

/** attrExp = (attrPath SP "pr") / (attrPath SP compareOp SP compValue) */
function attrExp({ text, attribute }: Named, of: Of): string {
  const { random, words, damaged } = of;
  if (random.next() < 0.2) return `${text} ${inSomeCase('pr', random)}`;
  const value = attribute.subAttributes?.find(({ name }) => name === 'value') ?? attribute;
  const isAny = damaged && random.next() < 0.2;
  if (!isAny && random.next() < 0.07) return `${text} ${random.oneOf(equalities)} null`;
  const operator = value.type === 'boolean' && !isAny ? random.oneOf(equalities) : random.oneOf(operators);
  return `${text} ${inSomeCase(operator, random)} ${compValue(value, isAny, random, words)}`;
}

/** compValue = false / null / true / number / string */
function compValue(attribute: Attribute, isAny: boolean, random: Random, words: Vocabulary): string {
  if (isAny)
    return random.oneOf(['false', 'null', 'true', '12', '-1.5e3', '01', 'nul', "'x'", '"x', '""', '"\\u0000"']);
  const value = attribute.subAttributes ? aText(random, words.known) : valueOf(attribute, random, words, false);
  if (attribute.type === 'string' && random.next() < 0.6) return JSON.stringify(aText(random, words.known));
  return JSON.stringify(value);
}

/** FILTER = attrExp / logExp / valuePath / *1"not" "(" FILTER ")" */
export function filter(of: Of, depth = 0): string {
  const { random } = of;
  const deeper = depth < (of.damaged ? 14 : 3) ? 1 : 0;
  switch (random.weighted({ attrExp: 5, valuePath: 1, logExp: 3 * deeper, group: 1.5 * deeper })) {
    case 'attrExp':
      return attrExp(attrPath(of), of);
    case 'valuePath':
      return valuePath(of);
    case 'logExp':
      return `${filter(of, depth + 1)} ${random.oneOf(['and', 'or', 'AND'])} ${filter(of, depth + 1)}`;
    case 'group':
      return `${random.oneOf(['', 'not ', 'not'])}(${filter(of, depth + 1)})`;
  }
}

const isList = ({ multiValued, subAttributes }: Attribute) => multiValued && subAttributes !== undefined;

/** valuePath = attrPath "[" valFilter "]" */
function valuePath(of: Of): string {
  const lists = of.type.attributes.filter((each) => isList(each) && each.returned !== 'never');
  const list = of.random.oneOf(lists);
  return `${list.name}[${valFilter(list, of)}]`;
}

/** valFilter = attrExp / logExp / *1"not" "(" valFilter ")" */
function valFilter(list: Attribute, of: Of, depth = 0): string {
  const part = of.random.oneOf(list.subAttributes ?? [unknown]);
  const one = attrExp({ text: part.name, attribute: part }, of);
  const how = depth < 2 ? of.random.weighted({ one: 5, logExp: 2, not: 1 }) : 'one';
  if (how === 'one') return one;
  return how === 'not'
    ? `not (${valFilter(list, of, depth + 1)})`
    : `${one} ${of.random.oneOf(['and', 'or'])} ${valFilter(list, of, depth + 1)}`;
}

/** PATH = attrPath / valuePath [subAttr], with the attribute that a value is for. */
export function patchPath(of: Of): Named {
  const { random, type } = of;
  const canChange = ({ mutability }: Attribute) => mutability !== 'readOnly' || random.next() < 0.05;
  if (random.next() < 0.7) return attrPath(of, canChange);
  const list = random.oneOf(type.attributes.filter((each) => isList(each) && canChange(each)));
  const [part] = random.shuffled(list.subAttributes ?? []);
  // What names an element by one equality finds it, or makes it.
  const simple = random.oneOf([
    `value eq ${JSON.stringify(aText(random, of.words.known))}`,
    'type eq "work"',
    'primary eq true',
  ]);
  const condition = random.next() < 0.6 ? simple : valFilter(list, of);
  return random.next() < 0.5 || !part
    ? { text: `${list.name}[${condition}]`, attribute: { ...list, multiValued: false } }
    : { text: `${list.name}[${condition}].${part.name}`, attribute: part };
}
