import { setTimeout as pause } from 'node:timers/promises';
import { must, Surprise } from './okta.ts';
import type { PutOut } from './teams.ts';
import type { Explanation, WorkspaceAdmin } from './workspace-admin.ts';

/** Asks why somebody is out of a team who was put into it, and shows what led to it. */
export async function askWhy(admin: WorkspaceAdmin, { teamId, stranger }: PutOut): Promise<void> {
  const { givenName, familyName } = stranger.person;
  const told = await untilTold(admin, teamId, stranger.user.id);
  if (told === undefined) return console.log('This stack has no audit log: nobody can be asked why.');
  must(told.verdict === 'out-by-reconciler', `the product explains it by ${told.verdict}`);
  console.log(`\nAt the end of the day somebody asks why ${givenName} ${familyName} is not in the team. The product answers:
  ${told.sentence}
  What to do: ${told.todo ?? 'nothing'}
It rests on what happened, in this order:`);
  for (const { at, sentence } of told.entries) console.log(`  ${at.slice(11, 23)}  ${sentence}`);
}

/** The log hears of things a moment later than they happen, of requests too. */
async function untilTold(admin: WorkspaceAdmin, teamId: string, userId: string): Promise<Explanation | undefined> {
  for (let tries = 0; tries < 300; tries += 1) {
    const told = await admin.why(teamId, userId);
    const isWhole = told?.entries.some(({ kind }) => kind === 'request') === true;
    if (told === undefined || (told.verdict !== 'cannot-be-told-yet' && isWhole)) return told;
    await pause(100);
  }
  throw new Surprise('after 30 seconds nobody can tell why somebody is not in the team');
}
