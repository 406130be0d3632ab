import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { describe, expect, it } from 'vitest';
import { filled, httpBlocks } from '../docs/http-blocks.js';
import { stack } from '../support/stack.js';
import { WorkspaceSession } from '../support/workspace-session.js';
import { OktaConversation } from './okta-conversation.js';

// docs/guides/okta.md, word by word: each request of the workspace admin is sent as it stands there, in its order.
const { gateways, newAccount, workspaceUrl } = await stack();
const guide = readFileSync(join(repositoryRoot, 'docs/guides/okta.md'), 'utf8');
const requests = httpBlocks(guide);
const conversation = new OktaConversation(await newAccount(), workspaceUrl, gateways[0] ?? '');

describe('docs/guides/okta.md', () => {
  it('answers everything from P10 to P22', () => {
    const promises = Array.from({ length: 13 }, (_, n) => `P${n + 10}`);
    expect(promises.filter((promise) => !new RegExp(`\\b${promise}\\b`).test(guide))).toEqual([]);
  });

  it('has no request without a part in the story, and the other way round', () => {
    expect(requests.map(({ name }) => name).toSorted()).toEqual(Object.keys(conversation.steps).toSorted());
  });

  it.each(requests)('$name: $method $path', { timeout: 60_000 }, async ({ name, method, path, body }) => {
    const { before, holds } = conversation.steps[name] ?? {};
    await before?.();
    const json: unknown = body === undefined ? undefined : JSON.parse(filled(body, conversation.known));
    const session = conversation.session ?? WorkspaceSession.nobody(workspaceUrl);
    const answer = await session.send(method, filled(path, conversation.known).replace(/^\/api/, ''), json);
    await holds?.(answer);
  });
});
