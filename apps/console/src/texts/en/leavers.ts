import { number, plural } from '../format';

const people = (count: number) => plural(count, { one: 'one person', other: `${number(count)} people` });
const capital = (text: string) => text.charAt(0).toUpperCase() + text.slice(1);

export const leavers = {
  about:
    'Where the identity provider asks to make more people inactive than usual within ten minutes, further ones stay active here until an admin has looked.',
  brakeOff: 'The brake is off: everybody whom the identity provider lets go leaves at once.',
  brakeOn: (percent: string) =>
    `Once ${percent} % of the people of the directory, and at least twenty, have become inactive within ten minutes, further ones are held.`,
  toSettings: 'Change it in the settings',
  show: 'Show',
  states: {
    held: 'Those who wait',
    declined: 'Those who were declined',
    approved: 'Those who were approved and are leaving',
  },
  heldNow: (count: number) =>
    `${capital(people(count))} ${plural(count, { one: 'is', other: 'are' })} held. They are active, and keep everything. Until you decide, everybody else whom the identity provider makes inactive is held too.`,
  what: 'Is it right, as when a department was closed? Then approve. Is it a mistake? Put it right in the identity provider, or decline.',
  passes: 'An admin has approved. Nobody new is held until',
  empty: {
    held: 'Nobody is held. Whoever the identity provider lets go leaves at once, as long as they are few.',
    declined: 'Nobody is declined.',
    approved: 'Nobody is on their way out.',
  },
  columns: {
    select: 'Choose',
    name: 'Person',
    leaving: 'What was asked',
    first: 'First asked',
    times: 'How often',
    token: 'By the token',
    decided: 'Decided',
  },
  leaving: { inactive: 'make inactive', release: 'delete' },
  choose: (name: string) => `Choose ${name}`,
  chosen: (count: number) => `${capital(people(count))} chosen`,
  chooseAll: 'Choose all that are shown',
  chooseNone: 'Choose nobody',
  approveAll: 'Approve all',
  approve: (count: number) => `Approve ${people(count)}`,
  declineAll: 'Decline all',
  decline: (count: number) => `Decline ${people(count)}`,
  tooMany: 'At most 100 people can be chosen at a time.',
  approving: {
    title: (count: number) => `Let ${people(count)} leave?`,
    leave: (count: number) =>
      `${capital(people(count))} will be inactive within seconds: signed out, and not counted as seats. Those whom the identity provider made inactive get everything back when they are active again; those whom it deleted also lose their password and their teams.`,
    passes: (time: string) => `Others whom the identity provider lets go are not held until ${time}.`,
    type: (count: number) => `Type ${number(count)} to let them leave`,
    act: 'Let them leave',
    done: (count: number) => `${capital(people(count))} will be inactive within seconds.`,
  },
  declining: {
    title: (count: number) => `Keep ${people(count)}?`,
    stay: (count: number) =>
      `${capital(people(count))} will stay active, and the identity provider gets a refusal when it asks again. That ends once it has sent them as active: what it asks after that counts anew.`,
    act: 'Keep them',
    done: (count: number) => `${capital(people(count))} will stay.`,
  },
};
