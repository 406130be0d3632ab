import { filterSql, pageSql, type SearchedAttributes } from '@rollcall/persistence';
import { groupResourceSchema, readListQuery, ScimError, userResourceSchema, type ResourceSchema } from '@rollcall/scim';
import { describe, expect, it } from 'vitest';
import { searchFilter, sortAttribute, type SearchedType } from '../../apps/scim-gateway/src/resources/search-filter.js';
import { idsOfKeys } from '../../apps/scim-gateway/src/search/sort-keys.js';
import { teamAttributes } from '../../apps/team-service/src/persistence/team-search.js';
import { userAttributes } from '../../apps/user-service/src/persistence/user-search.js';

type Attributes = ResourceSchema['attributes'];
type Attribute = Attributes extends ReadonlyMap<string, infer Of> ? Of : never;

interface Searched {
  readonly type: SearchedType;
  readonly schema: ResourceSchema;
  readonly otherSchema: ResourceSchema;
  readonly attributes: SearchedAttributes;
  readonly table: { readonly from: string; readonly alias: string };
}

const searched: readonly Searched[] = [
  {
    type: 'User',
    schema: userResourceSchema,
    otherSchema: groupResourceSchema,
    attributes: userAttributes,
    table: { from: 'users u', alias: 'u' },
  },
  {
    type: 'Group',
    schema: groupResourceSchema,
    otherSchema: userResourceSchema,
    attributes: teamAttributes,
    table: { from: 'teams t', alias: 't' },
  },
];

interface Path {
  readonly text: string;
  readonly attribute: Attribute;
  /** Of a part of an attribute: the attribute. */
  readonly whole?: Attribute;
}

/** Every path that the schemas of a resource serve, with its parts. */
function pathsOf({ attributes, extensions }: ResourceSchema): Path[] {
  const urns = new Map([...extensions.values()].map(({ urn, attributes: of }) => [urn, of]));
  return [...paths(attributes, ''), ...[...urns].flatMap(([urn, of]) => paths(of, `${urn}:`))];
}

const paths = (of: Attributes, before: string): Path[] =>
  [...of.values()].flatMap((attribute) => {
    const text = `${before}${attribute.name}`;
    const parts = [...(attribute.subAttributes?.values() ?? [])];
    return [
      { text, attribute },
      ...parts.map((part) => ({ text: `${text}.${part.name}`, attribute: part, whole: attribute })),
    ];
  });

const isReturned = ({ attribute, whole }: Path) => attribute.returned !== 'never' && whole?.returned !== 'never';

const operatorsOf = ({ type }: Attribute): readonly string[] =>
  type === 'boolean' ? ['eq', 'ne'] : ['eq', 'ne', 'co', 'sw', 'ew', 'gt', 'ge', 'lt', 'le'];

const valueOf = ({ type }: Attribute): string =>
  type === 'boolean' ? 'true' : type === 'dateTime' ? '"2026-01-31T08:00:00Z"' : '"a"';

/** What a part is compared by where none is named, as RFC 7644 §3.4.2.3 has it. */
const comparedIn = ({ attribute }: Path) => attribute.subAttributes?.get('value') ?? attribute;

describe.each(searched)(
  'every attribute of the schemas of a $type',
  ({ schema, otherSchema, attributes, table, type }) => {
    const places = () => '$1';
    const filters = (path: Path): string[] => {
      const of = comparedIn(path);
      const compared = of.type === 'complex' ? [] : operatorsOf(of).map((is) => `${path.text} ${is} ${valueOf(of)}`);
      const within = (path.whole?.multiValued && `${path.text.slice(0, path.text.lastIndexOf('.'))}[`) || undefined;
      const inBrackets = within ? [`${within}${path.attribute.name} pr]`] : [];
      return [`${path.text} pr`, `${path.text} eq null`, ...compared, ...inBrackets];
    };

    it('can be searched by every operator that its type has, on its own endpoint and on the root', () => {
      const returned = pathsOf(schema).filter(isReturned);
      expect(returned.length).toBeGreaterThan(10);
      for (const text of returned.flatMap(filters)) {
        for (const how of [{}, { others: [otherSchema] }]) {
          const { filter } = readListQuery({ filter: text }, schema, how);
          if (!filter) throw new Error(`${text} is no filter`);
          const sql = () => filterSql(searchFilter(filter, type, 'https://x.io/scim/v2'), attributes, places);
          expect(sql, text).not.toThrow();
        }
        // what only the other resource has is no fault on the root
        expect(() => readListQuery({ filter: text }, otherSchema, { others: [schema] }), text).not.toThrow();
      }
    });

    it('orders a list, or its refusal names the rule', () => {
      const refused: string[] = [];
      for (const path of pathsOf(schema)) {
        const ask = () => readListQuery({ sortBy: path.text }, schema).sort;
        try {
          const sort = ask();
          const attribute = sort && sortAttribute(sort.path);
          if (attribute === undefined) continue; // all have the same
          const keyed = idsOfKeys(attribute);
          const ordered = keyed === undefined ? { attribute } : { attribute: keyed, keys: [] };
          const page = { sort: ordered, offset: 0, limit: 1 };
          expect(() => pageSql({ ...table, columns: '1', attributes }, 'true', page, places), path.text).not.toThrow();
        } catch (error) {
          if (!(error instanceof ScimError)) throw error;
          expect(error.message, path.text).toMatch(/\(rule 9\)|has several parts/);
          refused.push(path.text);
        }
      }
      const unsorted = {
        User: 'meta name password roles roles.value roles.display roles.type roles.primary',
        Group: 'meta',
      };
      expect(refused.filter((each) => !/addresses$|^urn/.test(each)).sort()).toEqual(unsorted[type].split(' ').sort());
    });
  },
);
