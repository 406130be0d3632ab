import { setTimeout as pause } from 'node:timers/promises';
import { must, Surprise } from './okta.ts';
import type { PutOut } from './teams.ts';
import type { Explanation, WorkspaceAdmin } from './workspace-admin.ts';

/** Asks why somebody is out of a team who was put into it, and shows what led to it. */
export async function askWhy(admin: WorkspaceAdmin, { teamId, outsider }: PutOut): Promise<void> {
  const { givenName, familyName } = outsider.person;
  const explanation = await untilExplained(admin, teamId, outsider.user.id);
  if (explanation === undefined) return console.log('This stack has no audit log: nobody can be asked why.');
  must(explanation.verdict === 'out-by-reconciler', `the product explains it by ${explanation.verdict}`);
  console.log(`\nAt the end of the day somebody asks why ${givenName} ${familyName} is not in the team. The product answers:
  ${explanation.sentence}
  What to do: ${explanation.todo ?? 'nothing'}
It rests on what happened, in this order:`);
  for (const { at, sentence } of explanation.entries) console.log(`  ${at.slice(11, 23)}  ${sentence}`);
}

/** The log hears of things a moment later than they happen, of requests too. */
async function untilExplained(admin: WorkspaceAdmin, teamId: string, userId: string): Promise<Explanation | undefined> {
  for (let tries = 0; tries < 300; tries += 1) {
    const explanation = await admin.why(teamId, userId);
    const isWhole = explanation?.entries.some(({ kind }) => kind === 'request') === true;
    if (explanation === undefined || (explanation.verdict !== 'cannot-be-told-yet' && isWhole)) return explanation;
    await pause(100);
  }
  throw new Surprise('after 30 seconds nobody can tell why somebody is not in the team');
}
