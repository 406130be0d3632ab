import { testTimes } from '@rollcall/testing';
import { expect, it } from 'vitest';
import { stack } from '../support/stack.js';
import { walk, type Target } from './walk.js';

const { gateways, newAccount } = await stack();

it(
  'answers requests of the grammar and the schemas in time, each refusal with a sentence, and accepts a third of them',
  async () => {
    const targets: Target[] = [];
    for (const scimUrl of gateways.slice(0, 2)) targets.push({ scimUrl, token: (await newAccount()).token });
    const seed = Math.floor(Math.random() * 1_000_000);
    const { requests, accepted, problems } = await walk({ targets, callers: 4, requests: 400 * testTimes, seed });
    expect({ seed, problems }).toEqual({ seed, problems: [] });
    expect({ seed, isEnough: accepted * 3 >= requests, accepted }).toMatchObject({ isEnough: true });
  },
  60_000 * testTimes,
);
