import { spawn } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { repositoryRoot } from '@rollcall/local-servers';
import { eventually } from '@rollcall/testing';
import { describe, expect, it } from 'vitest';
import { streamEnds, StreamChanged } from '../../apps/workspace-gateway/src/contract/event-routes.js';
import { jsonSchemasOf } from '@rollcall/contracts';
import { stack } from '../support/stack.js';

// docs/guides/hints.md: its command is typed as it stands there, and its tables say all that there is.
const { newAccount, workspaceUrl } = await stack();
const guide = readFileSync(join(repositoryRoot, 'docs/guides/hints.md'), 'utf8');
const [command = ''] = [...guide.matchAll(/```sh\n([\s\S]*?)```/g)].map(([, lines = '']) => lines);
const [example = ''] = [...guide.matchAll(/```\n(retry[\s\S]*?)```/g)].map(([, lines = '']) => lines);

/** An answer as it looks: its lines, of data only the names. */
const shape = (text: string) =>
  text.split('\n').map((line) => (line.startsWith('data: ') ? Object.keys(JSON.parse(line.slice(6)) as object) : line));

describe('docs/guides/hints.md', () => {
  it('listens with curl, and hears of a new team as it says', async () => {
    const account = await newAccount();
    const { adminEmail: userName, adminPassword: password, slug } = account;
    const asked = JSON.stringify({ account: slug, userName, password, as: 'bearer' });
    const headers = { 'content-type': 'application/json' };
    const signedIn = await fetch(`${workspaceUrl}/sessions`, { method: 'POST', headers, body: asked });
    const { token } = (await signedIn.json()) as { token: string };
    const env = { ...process.env, TOKEN: token, WORKSPACE_URL: workspaceUrl };
    const curl = spawn('sh', ['-c', `exec ${command}`], { env, stdio: ['ignore', 'pipe', 'ignore'] });
    let heard = '';
    curl.stdout.setEncoding('utf8').on('data', (text: string) => (heard += text));
    try {
      await eventually(() => heard.includes('event: hello'), 'curl shows the first event');
      const { id } = await account.createTeam('Design');
      // The sign-in may be told of in the same event.
      await eventually(() => heard.includes(`"team":["${id}"]`), 'curl shows the hint');
    } finally {
      curl.kill();
    }
    const hello = heard.slice(0, heard.indexOf('event: changed'));
    expect(shape(example).slice(0, shape(hello).length - 1)).toEqual(shape(hello).slice(0, -1));
  });

  it('has every kind of hint and every end', () => {
    const { properties = {} } = jsonSchemasOf([StreamChanged], '', 'refused')['StreamChanged'] as {
      properties?: object;
    };
    const rows = [...guide.matchAll(/^\| ((?:`\w+`(?:, )?)+) \|/gm)].flatMap(
      ([, names = '']) => names.match(/\w+/g) ?? [],
    );
    expect(rows.filter((name) => !['hello', 'changed', 'resync', 'bye'].includes(name)).toSorted()).toEqual(
      Object.keys(properties).toSorted(),
    );
    expect(streamEnds.filter((end) => !guide.includes(`\`${end}\``))).toEqual([]);
  });
});
