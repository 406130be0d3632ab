import { describe, expect, it } from 'vitest';
import { filled, httpBlocks } from './http-blocks.js';

const guide = `Text
\`\`\`http sign-in
POST /api/sessions
{ "account": "{account}" }
\`\`\`
\`\`\`http teams
GET /api/teams/{teamId}
Rollcall-Background: true
\`\`\`
\`\`\`sh
npm test
\`\`\`
`;

describe('the requests of a guide', () => {
  it('are read in their order', () => {
    expect(httpBlocks(guide)).toEqual([
      { name: 'sign-in', method: 'POST', path: '/api/sessions', headers: {}, body: '{ "account": "{account}" }\n' },
      { name: 'teams', method: 'GET', path: '/api/teams/{teamId}', headers: { 'Rollcall-Background': 'true' }, body: undefined },
    ]);
  });

  it('are filled with what is known, and with nothing else', () => {
    expect(filled('{ "account": "{account}" }', { account: 'acme' })).toBe('{ "account": "acme" }');
    expect(() => filled('/api/teams/{teamId}', {})).toThrow('{teamId}');
  });
});
