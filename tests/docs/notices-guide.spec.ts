import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { noticeKinds } from '@rollcall/contracts';
import { newWebhookSecret, webhookHeaders } from '@rollcall/delivery';
import { describe, expect, it } from 'vitest';

const guide = readFileSync(join(import.meta.dirname, '../../docs/guides/notices.md'), 'utf8');
const [, code = ''] = /```js\n([\s\S]*?)```/.exec(guide) ?? [];

type IsGenuine = (secret: string, headers: Record<string, string>, body: string, now?: number) => boolean;
const { isGenuine } = (await import(`data:text/javascript,${encodeURIComponent(code)}`)) as { isGenuine: IsGenuine };

describe('the receiver of docs/guides/notices.md', () => {
  const at = new Date();
  const body = '{"type":"notice.raised","data":{"sentence":"„Größe“"}}';
  const [secret, old] = [newWebhookSecret(), newWebhookSecret()];
  const headers = webhookHeaders({ id: 'm1', at, body }, [secret, old]);

  it('believes what is signed with its secret, also while that is replaced', () => {
    expect(isGenuine(secret, headers, body)).toBe(true);
    expect(isGenuine(old, headers, body)).toBe(true);
    expect(isGenuine(old, webhookHeaders({ id: 'm1', at, body }, [old]), body)).toBe(true);
  });

  it('believes nothing else', () => {
    expect(isGenuine(newWebhookSecret(), headers, body)).toBe(false);
    expect(isGenuine(secret, headers, `${body} `)).toBe(false);
    expect(isGenuine(secret, { ...headers, 'webhook-id': 'm2' }, body)).toBe(false);
    expect(isGenuine(secret, { ...headers, 'webhook-signature': 'v1,' }, body)).toBe(false);
    expect(isGenuine(secret, headers, body, at.getTime() + 301_000)).toBe(false);
  });

  it('can be sent each kind that the guide names', () => {
    const named = [...guide.matchAll(/^\| `([a-z-]+)` \| /gm)].map(([, kind]) => kind);
    expect(named.sort()).toEqual([...noticeKinds].sort());
  });
});
