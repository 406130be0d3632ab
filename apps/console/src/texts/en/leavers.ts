import { capital, number, plural } from '../format';

const people = (count: number) => plural(count, { one: 'one person', other: `${number(count)} people` });

export const leavers = {
  about:
    'When the identity provider asks to make many people inactive within ten minutes, those over your limit stay active here until you decide.',
  brakeOff: 'There is no limit: whomever the identity provider makes inactive, or deletes, is inactive here at once.',
  brakeOn: (percent: string) =>
    `The limit: within ten minutes the identity provider can make ${percent} % of its people inactive, or 20 people if that is more. Everybody over the limit stays active until an admin decides.`,
  toSettings: 'Change it in the settings',
  show: 'Show',
  states: {
    held: 'Those who wait',
    declined: 'Those who were declined',
    approved: 'Those who were approved and are leaving',
  },
  heldNow: (count: number) =>
    plural(count, {
      one: 'One person is still active, and waits for your decision.',
      other: `${number(count)} people are still active, and wait for your decision.`,
    }),
  othersToo: 'Until you decide, everybody else whom the identity provider makes inactive waits here too.',
  othersNot: 'As there is no limit now, nobody else has to wait.',
  what: 'Are they meant to leave, as when a department closes? Approve: they become inactive at once. Is it a mistake? Assign them to the app again in the identity provider; or decline, and they stay active.',
  passes:
    'An admin has approved all of them. The limit is off meanwhile: whomever else the identity provider makes inactive is inactive at once, until',
  empty: {
    held: 'Nobody waits for a decision.',
    declined: 'Nobody was declined.',
    approved: 'Nobody is about to become inactive.',
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
    passes: (time: string) =>
      `The limit is then off until ${time}: whomever else the identity provider makes inactive by then is inactive at once.`,
    type: (count: number) => `Type ${number(count)} to let them leave`,
    act: 'Let them leave',
    done: (count: number) => `${capital(people(count))} will be inactive within seconds.`,
  },
  declining: {
    title: (count: number) => `Keep ${people(count)}?`,
    stay: (count: number) =>
      `${capital(people(count))} will stay active. When the identity provider asks again, it gets an error. That ends when it sends them as active, for example because they were assigned to the app again there.`,
    act: 'Keep them',
    done: (count: number) => `${capital(people(count))} will stay active.`,
  },
};
