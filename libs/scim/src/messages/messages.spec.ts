import { describe, expect, it } from 'vitest';
import { ScimError } from '../errors/scim-error.js';
import { groupResourceSchema, userResourceSchema } from '../schemas/resource-schema.js';
import { Urns } from '../schemas/urns.js';
import { errorMessage } from './error-message.js';
import { matchesETag, parseETagCondition, weakETag } from './etag.js';
import { readListQuery } from './list-query.js';
import { listResponse } from './list-response.js';

describe('an error (RFC 7644 §3.12)', () => {
  it('is the RFC’s own example', () => {
    expect(errorMessage(404, 'Resource 2819c223-7f76-453a-919d-413861904646 not found')).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      detail: 'Resource 2819c223-7f76-453a-919d-413861904646 not found',
      status: '404',
    });
    expect(new ScimError(400, "Attribute 'id' is readOnly", 'mutability').toMessage()).toEqual({
      schemas: ['urn:ietf:params:scim:api:messages:2.0:Error'],
      scimType: 'mutability',
      detail: "Attribute 'id' is readOnly",
      status: '400',
    });
  });

  it('has no key for what is not said', () => {
    expect(Object.keys(errorMessage(500, 'x')).toSorted()).toEqual(['detail', 'schemas', 'status']);
  });
});

describe('a list (RFC 7644 §3.4.2)', () => {
  it('says how many it returns, not how many were asked for', () => {
    expect(listResponse([{ id: '1' }], { totalResults: 120, startIndex: 101 })).toEqual({
      schemas: [Urns.listResponse],
      totalResults: 120,
      startIndex: 101,
      itemsPerPage: 1,
      Resources: [{ id: '1' }],
    });
  });

  it('past the end has Resources all the same', () => {
    expect(listResponse([], { totalResults: 3, startIndex: 101 })).toMatchObject({ itemsPerPage: 0, Resources: [] });
  });
});

describe('a list query', () => {
  const page = (parameters: Record<string, unknown>) => {
    const { startIndex, count } = readListQuery(parameters, userResourceSchema);
    return [startIndex, count];
  };

  it.each<[Record<string, unknown>, number[]]>([
    [{}, [1, 100]],
    [{ startIndex: '1', count: '2' }, [1, 2]],
    [{ startIndex: '0', count: '0' }, [1, 0]],
    [{ startIndex: '-5', count: '-1' }, [1, 0]],
    [{ startIndex: '101', count: '5000' }, [101, 1_000]],
    [{ startIndex: '', count: '' }, [1, 100]],
    [{ startIndex: null, count: null, attributes: null }, [1, 100]],
    [{ startIndex: 3, count: 4 }, [3, 4]],
    [{ count: ['7', '8'] }, [1, 7]],
    [{ sortBy: 'userName', sortOrder: 'descending' }, [1, 100]],
  ])('%o', (parameters, expected) => {
    expect(page(parameters)).toEqual(expected);
  });

  it.each<[Record<string, unknown>, string, string]>([
    [{ startIndex: 'one' }, 'invalidValue', 'startIndex must be a whole number'],
    [{ count: '1.5' }, 'invalidValue', 'count must be a whole number'],
    [{ count: {} }, 'invalidValue', 'count must be a whole number'],
    [{ filter: 5 }, 'invalidValue', 'filter must be a text'],
    [{ filter: 'userName' }, 'invalidFilter', 'operator'],
    [{ attributes: 5 }, 'invalidValue', 'attributes must be a list of texts'],
    [{ excludedAttributes: ['title', {}] }, 'invalidValue', 'excludedAttributes must be a list of texts'],
  ])('%o is refused', (parameters, scimType, detail) => {
    expect(() => page(parameters)).toThrow(
      expect.objectContaining({ status: 400, scimType, detail: expect.stringContaining(detail) }) as Error,
    );
  });

  it.each<[Record<string, unknown>, object | undefined]>([
    [{}, undefined],
    [{ sortBy: '' }, undefined],
    [{ sortBy: 'USERNAME' }, { path: { attribute: 'userName' }, descending: false }],
    [
      { sortBy: 'emails', sortOrder: 'Descending' },
      { path: { attribute: 'emails', subAttribute: 'value' }, descending: true },
    ],
    [
      { sortBy: `${Urns.enterpriseUser}:department` },
      { path: { schema: Urns.enterpriseUser, attribute: 'department' }, descending: false },
    ],
    [{ sortBy: 'Department' }, { path: { schema: Urns.enterpriseUser, attribute: 'department' }, descending: false }],
    [{ sortBy: 'groups' }, { path: { attribute: 'groups', subAttribute: 'value' }, descending: false }],
    [{ sortBy: 'groups.DISPLAY' }, { path: { attribute: 'groups', subAttribute: 'display' }, descending: false }],
    [{ sortBy: 'schemas' }, { path: { attribute: 'schemas' }, descending: false }],
    [{ sortOrder: 'descending' }, undefined],
  ])('of %o is sorted so', (parameters, sort) => {
    expect(readListQuery(parameters, userResourceSchema).sort).toEqual(sort);
  });

  it.each<[Record<string, unknown>, string, string]>([
    [{ sortBy: 'shoeSize' }, 'invalidValue', 'shoeSize'],
    [{ sortBy: 'name' }, 'invalidValue', 'name'],
    [{ sortBy: 'password' }, 'invalidValue', 'password'],
    [{ sortBy: 'roles.value' }, 'invalidValue', 'roles.value'],
    [{ sortBy: `${Urns.enterpriseUser}:manager.$ref` }, 'invalidValue', 'no list'],
    [{ sortBy: 'meta' }, 'invalidValue', 'several parts'],
    [{ sortBy: 'title', sortOrder: 'up' }, 'invalidValue', 'ascending or descending'],
    [{ cursor: 'x', count: '1001' }, 'invalidCount', '0 to 1000'],
    [{ cursor: '', count: 'ten' }, 'invalidCount', '0 to 1000'],
    [{ cursor: 5 }, 'invalidValue', 'cursor must be a text'],
  ])('%o is refused too', (parameters, scimType, detail) => {
    expect(() => readListQuery(parameters, userResourceSchema)).toThrow(
      expect.objectContaining({ status: 400, scimType, detail: expect.stringContaining(detail) as string }) as Error,
    );
  });

  it('says whether it pages by cursor: an empty one asks for the first page', () => {
    expect(readListQuery({ cursor: '' }, userResourceSchema)).toMatchObject({ cursor: '', count: 100 });
    expect(readListQuery({}, userResourceSchema)).not.toHaveProperty('cursor');
  });

  it.each<[unknown, number, boolean]>([
    [undefined, 100, false],
    ['', 100, false],
    ['0', 0, true],
    [-3, 0, true],
    ['1000', 1_000, true],
  ])('by cursor with count %o has %i resources on a page (RFC 9865 §2)', (count, expected, isCountSaid) => {
    const query = readListQuery({ cursor: '', ...(count === undefined ? {} : { count }) }, userResourceSchema);
    expect(query).toMatchObject({ count: expected, isCountSaid });
  });

  it('of several kinds has no value for what only another one has (RFC 7644 §3.4.2.1)', () => {
    const filterOf = (filter: string) =>
      readListQuery({ filter }, groupResourceSchema, { others: [userResourceSchema] }).filter;
    const [always, never] = [
      { kind: 'and', of: [] },
      { kind: 'or', of: [] },
    ];
    for (const filter of ['title pr', 'title eq "x"', 'title ne null', 'emails[type eq "work"]', 'active eq true'])
      expect({ filter, is: filterOf(filter) }).toEqual({ filter, is: never });
    for (const filter of ['title eq null', 'title ne "x"'])
      expect({ filter, is: filterOf(filter) }).toEqual({ filter, is: always });
    expect(() => filterOf('shoeSize pr')).toThrow(expect.objectContaining({ scimType: 'invalidFilter' }) as Error);
    expect(() => filterOf('active gt true')).toThrow(expect.objectContaining({ scimType: 'invalidFilter' }) as Error);
    expect(
      readListQuery({ sortBy: 'title' }, groupResourceSchema, { others: [userResourceSchema] }),
    ).not.toHaveProperty('sort');
  });

  it('has its filter against the schema, and none where it is empty', () => {
    expect(readListQuery({ filter: 'USERNAME eq "a"' }, userResourceSchema).filter).toMatchObject({
      path: { attribute: 'userName' },
    });
    expect(readListQuery({ filter: ' ' }, userResourceSchema)).not.toHaveProperty('filter');
  });
});

describe('an entity tag (RFC 7644 §3.14)', () => {
  it('is weak, with the version in quotes', () => {
    expect(weakETag(3)).toBe('W/"3"');
  });

  it.each<[string | string[] | undefined, object | undefined]>([
    [undefined, undefined],
    ['', undefined],
    ['*', { any: true }],
    ['W/"3"', { any: false, tags: ['3'] }],
    ['"3"', { any: false, tags: ['3'] }],
    ['W/"3", "4" ,W/"a,b"', { any: false, tags: ['3', '4', 'a,b'] }],
    [['"3"', 'W/"4"'], { any: false, tags: ['3', '4'] }],
    ['3', { any: false, tags: ['3'] }],
    ['W/3', { any: false, tags: ['3'] }],
    ['""', { any: false, tags: [''] }],
    ['"*"', { any: true }],
  ])('condition %o', (header, expected) => {
    expect(parseETagCondition(header)).toEqual(expected);
  });

  it('fulfils a condition that names it, or anything that is there', () => {
    expect(matchesETag({ any: false, tags: ['2', '3'] }, 3)).toBe(true);
    expect(matchesETag({ any: false, tags: ['2'] }, 3)).toBe(false);
    expect(matchesETag({ any: true }, 3)).toBe(true);
    expect(matchesETag({ any: true }, undefined)).toBe(false);
  });
});
