import { expect, test } from 'vitest';
import { t } from '../../texts';
import { whatToDo } from './what-to-do';

const refused = { kind: 'request', outcome: 'refused', route: '/scim/v2/Users' } as const;

test.each([
  [{ status: 400, code: 'name-character' }, t.log.todo.change('Okta'), undefined],
  [{ status: 401 }, t.log.todo.token('Okta'), '/provisioning'],
  [{ status: 409, code: 'leaving-held' }, t.log.todo.leavers, '/leavers'],
  [{ status: 409, code: 'takeover-waits' }, t.log.todo.takeovers, '/takeovers'],
  [{ status: 429 }, t.log.todo.again('Okta'), undefined],
])('of %j it is said what helps, and where', (how, text, to) => {
  expect(whatToDo({ ...refused, ...how }, 'Okta')).toEqual(to === undefined ? { text } : { text, to });
});

test('of what was done, of changes by hand, and of what is not there nothing is', () => {
  expect(whatToDo({ ...refused, outcome: 'done', status: 200 }, 'Okta')).toBeUndefined();
  expect(whatToDo({ ...refused, route: '/api/users', status: 400 }, 'Okta')).toBeUndefined();
  expect(whatToDo({ ...refused, status: 404 }, 'Okta')).toBeUndefined();
});
