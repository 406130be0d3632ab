// `npm run demo`: a working day of Okta against the running stack, told in plain words. Exits with 1 when an answer is
// not as expected.
import { must, Okta, Surprise, type Person } from './demo/okta.ts';
import { peopleOf } from './demo/people.ts';
import { teamsOfTheDay, type Employee } from './demo/teams.ts';
import { askWhy } from './demo/why.ts';
import { WorkspaceAdmin } from './demo/workspace-admin.ts';
import { runningStack } from './stack/running-stack.ts';
import { hasDemo } from './stack/stack-file.ts';

async function connectionTest(okta: Okta, url: string): Promise<void> {
  const { body } = await okta.testConnection();
  must(Array.isArray(body.Resources) && typeof body.totalResults === 'number', 'the first page is no SCIM list');
  console.log(`An admin enters ${url} and the token, and presses "Test Connector Configuration": it works.
  ${body.totalResults} people are provisioned so far.`);
  const outsider = new Okta(url, 'no-token-of-ours');
  const refusal = await outsider.testConnection().then(
    () => undefined,
    (error: unknown) => String(error),
  );
  must(refusal?.includes('401') ?? false, 'a wrong token was not refused with 401');
  console.log('  With a wrong token it is refused, with a sentence that says so.');
}

/**
 * Assigns several people at the same time, as Okta does: each is looked up, created, and must be found by the very next
 * request.
 */
async function assign(okta: Okta, people: readonly Person[]): Promise<Employee[]> {
  const began = performance.now();
  const employees: Employee[] = [];
  const queue = [...people];
  const worker = async () => {
    for (let person = queue.shift(); person; person = queue.shift()) {
      must((await okta.find(person.userName)).body.totalResults === 0, `${person.userName} exists already`);
      const { body: user } = await okta.create(person);
      const found = (await okta.find(person.userName.toUpperCase())).body.Resources[0];
      must(found?.id === user.id, `${person.userName} was made, and not found right afterwards`);
      must(user.name.familyName === person.familyName, `${person.familyName} came back as ${user.name.familyName}`);
      employees.push({ person, user });
    }
  };
  await Promise.all(Array.from({ length: 5 }, worker));
  const seconds = ((performance.now() - began) / 1000).toFixed(1);
  console.log(`${people.length} people are assigned to the app (${seconds} s). Each was looked up, made, and found again at once:
  ${people
    .slice(0, 8)
    .map(({ givenName, familyName }) => `${givenName} ${familyName}`)
    .join(', ')} …`);
  return employees.sort((a, b) => people.indexOf(a.person) - people.indexOf(b.person));
}

async function change(okta: Okta, { person, user }: Employee): Promise<void> {
  const { body } = await okta.change(user.id, { title: 'Head of Design' });
  must(body.title === 'Head of Design' && body.id === user.id, 'the new title was not taken');
  must((await okta.read(user.id)).body.title === 'Head of Design', 'the new title was not there in the next read');
  console.log(
    `${person.givenName} ${person.familyName} is promoted: title "${person.title}" becomes "Head of Design".`,
  );
}

async function marry(okta: Okta, { person, user }: Employee): Promise<void> {
  const name = { givenName: person.givenName, familyName: 'Lindqvist' };
  const userName = person.userName.replace('person', 'lindqvist');
  const { body } = await okta.change(user.id, {
    name,
    userName,
    emails: [{ primary: true, value: userName, type: 'work' }],
  });
  must(body.id === user.id && body.userName === userName, 'the new name was not taken');
  must((await okta.find(person.userName)).body.totalResults === 0, 'the old address still finds somebody');
  console.log(
    `${person.givenName} ${person.familyName} marries and is now ${name.familyName}, ${userName}: same id, old address free.`,
  );
}

async function leaveAndReturn(okta: Okta, { person, user }: Employee): Promise<void> {
  must(!(await okta.setActive(user.id, false)).body.active, 'the user is still active');
  const asleep = (await okta.find(person.userName)).body.Resources[0];
  must(asleep?.id === user.id && !asleep.active, 'the inactive user is not found any more');
  console.log(`${person.givenName} ${person.familyName} leaves: inactive, no seat, still known.`);
  const { body } = await okta.setActive(user.id, true);
  must(body.active && body.id === user.id && body.title === person.title, 'not everything came back');
  console.log('  … and returns: active again, same id, everything as it was.');
}

async function returnByCreation(okta: Okta, { person, user }: Employee): Promise<void> {
  await okta.setActive(user.id, false);
  const { body } = await okta.create(person);
  must(body.id === user.id && body.active, 'a second creation of an inactive user made somebody else');
  console.log(`${person.givenName} ${person.familyName} leaves and is assigned anew: restored, not doubled.`);
}

async function password(okta: Okta, { person, user }: Employee): Promise<void> {
  const secret = 'Correct-Horse-7-Battery';
  const { text } = await okta.setPassword(user.id, secret);
  must(!text.includes(secret) && !text.includes('password'), 'the answer tells the password');
  console.log(
    `${person.givenName} ${person.familyName} changes the password in Okta: taken over, and no answer shows it.`,
  );
}

async function mistakes(okta: Okta, { person }: Employee): Promise<void> {
  const twice = await okta.create(person, 409);
  console.log(
    `Somebody assigns ${person.givenName} ${person.familyName} a second time. Okta shows:\n  "${detailOf(twice.text)}"`,
  );
  const odd = { ...person, givenName: 'Ann#1', userName: `odd.${person.userName}` };
  const refused = await okta.create(odd, 400);
  must((await okta.find(odd.userName)).body.totalResults === 0, 'a refused person was made all the same');
  console.log(`Somebody types a name with a special character. Okta shows:\n  "${detailOf(refused.text)}"`);
}

function detailOf(text: string): string {
  const { detail } = JSON.parse(text) as { detail?: string };
  must(typeof detail === 'string' && detail !== '', 'a refusal came without a sentence');
  return detail ?? '';
}

async function day(): Promise<void> {
  const { stack } = await runningStack();
  if (!hasDemo(stack)) throw new Surprise('This stack has no demo account: stop it, and start it without `--no-demo`.');
  const okta = new Okta(stack.scimUrl, stack.scimToken);
  const day = Date.now().toString(36);
  await connectionTest(okta, stack.scimUrl);
  const employees = await assign(okta, peopleOf(day));
  const [first, second, third, fourth, fifth] = employees;
  if (!first || !second || !third || !fourth || !fifth) throw new Surprise('fewer people than expected');
  await change(okta, first);
  await marry(okta, second);
  await leaveAndReturn(okta, third);
  await returnByCreation(okta, fourth);
  await password(okta, fifth);
  await mistakes(okta, fifth);
  const admin = await WorkspaceAdmin.signIn(stack);
  const putOut = await teamsOfTheDay(okta, admin, employees, day);
  const { state, sentence } = await admin.status();
  must(state !== 'no-token' && state !== 'token-died', `the product says: ${sentence}`);
  console.log(`The product says to its admin: "${sentence}"`);
  await askWhy(admin, putOut);
  console.log(
    `\nThe day is over: ${okta.requests} requests of Okta and ${admin.requests} of an admin, no surprise. Each answer is a committed fact.`,
  );
}

day().catch((error: unknown) => {
  const surprise =
    error instanceof Surprise ? error.message : String(error instanceof Error ? (error.cause ?? error) : error);
  console.error(`\nSurprise: ${surprise}`);
  process.exitCode = 1;
});
