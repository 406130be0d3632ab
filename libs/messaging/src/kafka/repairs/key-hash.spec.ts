import fc from 'fast-check';
import { expect, test } from 'vitest';
import { originalModule } from '../../../test/original-kafkajs.js';
import { murmur2 } from './key-hash.js';

const theirs = originalModule('kafkajs/src/producer/partitioners/default/murmur2') as typeof murmur2;
const text = fc.string({ unit: 'binary', maxLength: 300 });
const bytes = fc.uint8Array({ maxLength: 300 }).map((array) => Buffer.from(array));

test('a key lies in the partition where other clients look for it', () => {
  fc.assert(
    fc.property(fc.oneof(text, bytes), (key) => {
      expect(murmur2(key)).toBe(theirs(key));
    }),
  );
  // The vectors of Kafka's own test (UtilsTest.testMurmur2).
  expect(murmur2('21')).toBe(-973932308);
  expect(murmur2('a-little-bit-long-string')).toBe(-985981536);
});
