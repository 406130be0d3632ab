import { number, plural } from '../../format';

const waiting = (count: number) =>
  plural(count, { one: 'one entry is still to be sent', other: `${number(count)} entries are still to be sent` });

/** How receivers of notices and of the log take what is sent to them. */
export const deliverySentences = {
  problems: {
    'address-refused':
      'The address leads to a private network, which this installation does not send to. Use a public address, or ask the operator to allow this one.',
    'plain-http': 'The address is, or redirects to, http:. This installation sends to https: only.',
    'no-public-address':
      'The name in the address is not known (DNS), or leads to a private network, which this installation does not send to. Check how it is spelled, use a public address, or ask the operator to allow this one.',
    unreachable: 'Nobody takes connections at this address. Check whether the receiver runs, and its firewall.',
    certificate:
      'The certificate of the receiver is not valid for this address, has expired, or comes from somebody unknown.',
    'timed-out':
      'The receiver did not answer in time: within 10 seconds, or 5 for a test. It should answer 2xx at once, and do its work afterwards.',
    broken: 'The connection ended before the receiver had answered.',
    redirects: 'The receiver redirects in a way that is not followed. Enter the address where it ends.',
    'secret-lost':
      'The secret cannot be read: the key of the installation is not the one that it was kept with. If the operator is replacing the key, it works again in a minute; otherwise make a new secret.',
  },
  status: (status: number | undefined) =>
    `The receiver answered ${status ?? 'with an error'}, and not 2xx. Its log says why.`,
  delivered: 'It was delivered.',
  untried: 'It was not tried yet.',
  off: 'The webhook is off.',
  again: 'It is tried again by itself.',
  stream: {
    delivering: 'What comes is sent.',
    behind: (count: number) => `It is being sent, but is behind: ${waiting(count)}.`,
    failing: (count: number, since: string | undefined) =>
      `Nothing was taken${since ? ` since ${since}` : ''}: ${waiting(count)}.`,
    goesOn: 'It is tried again by itself, and goes on where it was.',
    paused: (count: number) => `An admin has paused it: ${waiting(count)}.`,
  },
};
