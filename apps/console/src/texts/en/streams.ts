import { number, plural } from '../format';

export const streams = {
  title: 'Where the log is sent',
  about:
    'The log of the account can go to a system of yours as it grows: to a webhook, or to syslog over TLS. What cannot be sent at once is kept and sent later: nothing is left out.',
  none: 'The log is sent nowhere. Programs can read it with an audit token.',
  add: 'Add receiver',
  columns: { url: 'Address', what: 'What is sent', state: 'State', acts: 'Actions' },
  logs: { changes: 'Changes', reads: 'Reads' },
  formats: { rollcall: 'Rollcall’s own format', ocsf: 'Events of OCSF 1.8' },
  states: { delivering: 'Sending', behind: 'Behind', failing: 'Failing', paused: 'Paused' },
  behind: (count: number) =>
    plural(count, { one: 'One entry is still to be sent.', other: `${number(count)} entries are still to be sent.` }),
  missed: (count: number) =>
    plural(count, {
      one: 'One entry was no longer kept when its turn came. The receiver was told which.',
      other: `${number(count)} entries were no longer kept when their turn came. The receiver was told which.`,
    }),
  adding: {
    title: 'Send the log to a receiver',
    urlHint: 'https://… of a webhook, or syslog+tls://host:port. Without a name or password in it.',
    log: 'Which entries',
    logs: { changes: 'All but reads that succeeded', reads: 'Only reads that succeeded' },
    format: 'In which form',
    from: 'Starting from',
    starts: { now: 'What happens from now on', beginning: 'All that is kept, oldest first' },
    done: 'The receiver is added. The log is sent to it.',
  },
  ca: 'Certificate authority (optional)',
  caHint:
    'Who signs the certificate of the receiver, as PEM: -----BEGIN CERTIFICATE-----. Nothing here: those whom everybody trusts.',
  secret: 'The secret of the receiver',
  lost: 'The receiver was added, but the answer with its secret did not arrive. Close this, and give it a new secret.',
  managing: {
    title: 'Receiver of the log',
    urlHint: 'After a change it goes on where it was.',
    saved: 'The receiver is changed.',
    pause: 'Pause',
    resume: 'Go on',
    paused: 'Nothing is sent until you let it go on.',
    resumed: 'It goes on where it was.',
  },
  removing: {
    title: 'Send nothing to it any more?',
    about: 'It cannot be taken up again: a new receiver begins anew.',
    done: 'The receiver is removed.',
  },
};
