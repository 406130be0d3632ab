import { expect, test } from 'vitest';
import { QueryFailedError } from 'typeorm';
import { classifyFailure } from './failures.js';

const withCode = (code: string) => Object.assign(new Error('x'), { code });

test.each([
  ['57P01', 'unavailable'],
  ['57P03', 'unavailable'],
  ['53300', 'unavailable'],
  ['08006', 'unavailable'],
  ['28P01', 'unavailable'],
  ['3D000', 'unavailable'],
  ['25006', 'unavailable'],
  ['ECONNREFUSED', 'unavailable'],
  ['ECONNRESET', 'unavailable'],
  ['40P01', 'conflict'],
  ['40001', 'conflict'],
  ['23505', 'conflict'],
  ['55P03', 'conflict'],
  ['57014', 'conflict'],
  ['23503', 'fault'],
  ['22P02', 'fault'],
  ['42601', 'fault'],
  ['42501', 'fault'],
] as const)('a failure with code %s is of the kind %s', (code, kind) => {
  expect(classifyFailure(withCode(code))).toBe(kind);
});

test('what wraps an error is what the error is', () => {
  expect(classifyFailure(new QueryFailedError('SELECT 1', [], withCode('40P01')))).toBe('conflict');
  expect(classifyFailure(new Error('outer', { cause: withCode('57P01') }))).toBe('unavailable');
  expect(classifyFailure(new AggregateError([withCode('ECONNREFUSED')]))).toBe('unavailable');
});

test('a lost connection is known by what the driver says', () => {
  expect(classifyFailure(new Error('Connection terminated unexpectedly'))).toBe('unavailable');
  expect(classifyFailure(new Error('timeout exceeded when trying to connect'))).toBe('unavailable');
});

test('another service that is away is unavailable', () => {
  expect(classifyFailure(Object.assign(new Error('x'), { name: 'ServiceUnavailable' }))).toBe('unavailable');
});

test('anything else is a fault', () => {
  expect(classifyFailure(new TypeError('x is undefined'))).toBe('fault');
  expect(classifyFailure('thrown text')).toBe('fault');
  expect(classifyFailure(undefined)).toBe('fault');
});

test('an error that is its own cause is looked at once', () => {
  const loop = new Error('loop');
  loop.cause = loop;
  expect(classifyFailure(loop)).toBe('fault');
});
