import { BadRequestException } from '@nestjs/common';
import { defineQueryOfEach, listOf } from '@rollcall/contracts';
import { IsBoolean, IsInt, IsOptional, IsString, Max, Min } from 'class-validator';
import { describe, expect, it } from 'vitest';
import { inputOf, QueryHandler } from './query-handler.js';

class ListThings {
  @IsString() readonly accountId: string;
  @IsOptional() @IsInt() @Min(1) @Max(200) readonly limit?: number;
  @IsOptional() @IsInt() readonly offset?: number;
  @IsOptional() @IsBoolean() readonly active?: boolean;
  @IsOptional() @IsString() readonly search?: string;
}

class Thing {
  @IsString() readonly id: string;
}

const list = defineQueryOfEach({
  method: 'GET',
  path: '/internal/accounts/:accountId/things',
  request: ListThings,
  answer: listOf(Thing),
});
const search = { ...list, method: 'POST' } as const;

const params = { accountId: 'acme' };

/** What is said to be wrong with a request. */
function problemsOf(definition: typeof list, sent: Partial<Parameters<typeof inputOf>[1]>): readonly string[] {
  try {
    inputOf(definition, { params, query: {}, body: undefined, ...sent });
  } catch (error) {
    if (!(error instanceof BadRequestException)) throw error;
    return (error.getResponse() as { message: string[] }).message; // as inputOf throws it
  }
  return [];
}

describe('the input of a query', () => {
  it('holds numbers and flags where the class wants them, and texts that look like one elsewhere', () => {
    const query = { limit: '20', active: 'false', search: '17' };
    expect(inputOf(list, { params: { accountId: '12' }, query, body: undefined })).toEqual({
      accountId: '12',
      limit: 20,
      active: false,
      search: '17',
    });
    expect(inputOf(list, { params, query: { active: 'true' }, body: undefined })).toMatchObject({ active: true });
  });

  it.each([
    ['a text for a number', { limit: 'many' }, 'limit'],
    ['nothing for a number', { offset: '' }, 'offset'],
    ['a half', { limit: '1.5' }, 'limit'],
    ['too large a number', { limit: '201' }, 'limit'],
    ['a number that is there twice', { limit: ['1', '2'] }, 'limit'],
    ['a text for a flag', { active: 'yes' }, 'active'],
  ])('is refused for %s, by name', (_, query, name) => {
    expect(problemsOf(list, { query })).toSatisfy(
      (problems: string[]) => problems.length > 0 && problems.every((each) => each.startsWith(`${name}: `)),
    );
  });

  it('names everything that is wrong', () => {
    const problems = problemsOf(search, { body: { limit: '20', active: 'true' } });
    expect(new Set(problems.map((problem) => problem.split(':')[0]))).toEqual(new Set(['limit', 'active']));
  });

  it('may hold what its sender has learned and the service has not', () => {
    expect(problemsOf(list, { query: { invented: '1' } })).toEqual([]);
  });

  it('takes from the path what stands in the path, whatever search or body say', () => {
    const elsewhere = { accountId: 'another' };
    expect(inputOf(list, { params, query: elsewhere, body: undefined })).toEqual({ accountId: 'acme' });
    expect(inputOf(search, { params, query: {}, body: elsewhere })).toEqual({ accountId: 'acme' });
  });

  it('is of the search alone in a GET, and of the body alone in a POST', () => {
    const sent = { params, query: { search: 'searched' }, body: { search: 'in a body' } };
    expect(inputOf(list, sent)).toMatchObject({ search: 'searched' });
    expect(inputOf(search, sent)).toMatchObject({ search: 'in a body' });
  });

  it.each([[undefined], [null], ['text'], [17]])('is refused where the body is %j and something is missing', (body) => {
    expect(problemsOf(search, { params: {}, body })).toEqual([expect.stringMatching(/^accountId: /)]);
  });

  it('is nothing where nothing is asked but the query itself', () => {
    const all = defineQueryOfEach({ method: 'GET', path: '/internal/things', answer: listOf(Thing) });
    expect(inputOf(all, { params: {}, query: { limit: '1' }, body: undefined })).toEqual({});
  });
});

it('a handler takes and gives what the definition says, or does not compile', () => {
  class Handlers {
    @QueryHandler(list)
    now({ accountId }: ListThings): Thing[] {
      return [{ id: accountId }];
    }

    @QueryHandler(list)
    later({ accountId }: Pick<ListThings, 'accountId'>): Promise<Thing[]> {
      return Promise.resolve([{ id: accountId }]);
    }

    // @ts-expect-error one is no list
    @QueryHandler(list)
    wrongAnswer({ accountId }: ListThings): Thing {
      return { id: accountId };
    }

    // @ts-expect-error an id is not a number
    @QueryHandler(list)
    wrongElement({ limit = 1 }: ListThings): Promise<{ id: number }[]> {
      return Promise.resolve([{ id: limit }]);
    }

    // @ts-expect-error nobody is asked for a teamId
    @QueryHandler(list)
    wrongInput({ teamId }: { teamId: string }): Thing[] {
      return [{ id: teamId }];
    }
  }
  expect(new Handlers().now({ accountId: 'acme' })).toEqual([{ id: 'acme' }]);
});
