import { describe, expect, it } from 'vitest';
import { eventually } from '@rollcall/testing';
import { patchOf, ScimSession } from '../support/scim-session.js';
import { stack } from '../support/stack.js';

const { newAccount, dumpDatabases, dumpLogs, dumpTopics } = await stack();

const canary = 'Canary-7f3a9c-Passw0rd';

describe('a password', () => {
  it('that was sent through every path, malformed ones too, is in no topic, log, table or reply (rule 6)', async () => {
    const { scim, checkPassword } = await newAccount();
    const replies: string[] = [];
    const send = async (...request: Parameters<ScimSession['send']>) => {
      const answer = await scim.send(...request);
      replies.push(answer.text, JSON.stringify([...answer.headers]));
      return answer;
    };
    const user = (password: unknown, name = 'password') => ({
      schemas: ['urn:ietf:params:scim:schemas:core:2.0:User'],
      userName: 'canary@example.com',
      name: { givenName: 'Can', familyName: 'Ary' },
      [name]: password,
    });

    const { status, body } = await send('POST', '/Users', user(canary));
    expect(status).toBe(201);
    expect(await checkPassword('canary@example.com', canary)).toBe(true);
    await send('POST', '/Users', user(canary));
    await send('POST', '/Users', { ...user(canary), userName: 'no address' });
    await send('POST', '/Users', { ...user(canary, 'PassWord'), userName: 'other@example.com' });
    await send('POST', '/Users', user({ nested: canary }));
    await send('POST', '/Users', user([canary]));
    await send('POST', '/Users', `{"userName":"x@example.com","password":"${canary}"`);
    await send('POST', '/Users', `{"password":"${canary}",}`);
    await send('POST', '/Users', `password=${canary}`, { 'content-type': 'application/x-www-form-urlencoded' });
    await send('PUT', `/Users/${body.id}`, user(canary));
    await send('PUT', '/Users/unknown', user(canary));
    const users = `/Users/${body.id}`;
    await send('PATCH', users, patchOf({ op: 'replace', value: { password: canary } }));
    await send('PATCH', users, patchOf({ op: 'Replace', path: 'password', value: canary }));
    await send('PATCH', users, patchOf({ op: 'add', path: 'PASSWORD', value: canary }));
    await send(
      'PATCH',
      users,
      patchOf({ op: 'replace', path: 'urn:ietf:params:scim:schemas:core:2.0:User:password', value: canary }),
    );
    await send(
      'PATCH',
      users,
      patchOf({ op: 'replace', value: { 'urn:ietf:params:scim:schemas:core:2.0:User': { password: canary } } }),
    );
    await send('PATCH', users, patchOf({ op: 'replace', path: 'title', value: { password: canary } }));
    await send('PATCH', users, patchOf({ op: 'explode', path: 'password', value: canary }));
    await send('PATCH', users, patchOf({ op: 'replace', path: `password[value eq "${canary}"]`, value: 'x' }));
    await send('POST', '/Nothing', user(canary));
    await send('GET', `/Users?filter=${encodeURIComponent(`password eq "${canary}"`)}`);

    await eventually(
      async () => expect(await dumpTopics('rollcall.scim.requests')).toContain(body.id),
      'the requests are recorded',
    );
    expect(replies.join('\n')).not.toContain(canary);
    expect(await dumpTopics()).not.toContain(canary);
    expect(await dumpDatabases()).not.toContain(canary);
    expect(await dumpLogs()).not.toContain(canary);
  });
});

describe('a token', () => {
  it('is in no topic, log, table or reply (rule 17)', async () => {
    const { scim, token } = await newAccount();
    const replies = [(await scim.send('GET', '/Users')).text, (await scim.send('POST', '/Users', '{')).text];
    for (const header of [`bearer  ${token}`, token, `Basic ${token}`, `Bearer ${token}x`]) {
      const answer = await new ScimSession(scim.baseUrl, undefined).send('GET', '/Users', undefined, {
        authorization: header,
      });
      replies.push(answer.text);
    }
    const secret = token.slice(-20);
    expect(replies.join('\n')).not.toContain(secret);
    expect(await dumpTopics()).not.toContain(secret);
    expect(await dumpDatabases()).not.toContain(secret);
    expect(await dumpLogs()).not.toContain(secret);
  });
});
