import { plural, number } from '../format';

export const parts = {
  cancel: 'Cancel',
  close: 'Close',
  save: 'Save',
  clear: 'Clear',
  copy: 'Copy',
  copied: 'Copied',
  copyFailed: 'The browser did not let us copy. Select the text and copy it yourself.',
  copyId: (what: string) => `Copy the id of ${what}`,
  loading: 'Loading',
  reference: 'Reference',
  tryAgain: 'Try again',
  tryAgainIn: (seconds: number) =>
    plural(seconds, { one: 'Try again in 1 s', other: `Try again in ${number(seconds)} s` }),
  unreachable:
    'The server cannot be reached. Whether something that you just did was done is not known: look before you repeat it.',
  unknownProblem: 'Something failed that should not. The reference leads to it in the log of the server.',
  brokenPage: 'Something in this page failed. Loading it again may help.',
  outcomeUnknown: 'We do not know yet whether it was done. Looking…',
  secret: {
    once: 'This is shown once. Whoever has it can use it; put it where only you and your identity provider or receiver can read it.',
    show: (what: string) => `Show: ${what}`,
    hide: (what: string) => `Hide: ${what}`,
    copied: 'Copied. It is in the clipboard of this computer now.',
    kept: 'I have put it in a safe place',
  },
  chart: {
    table: 'The same as a table',
    when: 'When',
    nothing: 'Nothing happened in this time.',
    bar: (when: string, counts: string) => `${when}: ${counts}`,
  },
  noVersion:
    'This came without its version (ETag), so it could not be changed without a risk for what others do. Something between this browser and the server takes it away.',
  changedMeanwhile: 'Somebody changed this in the meantime. Your input is kept.',
  overtaken: 'This has changed since you opened it. Look at what it would do now.',
  lookAgain: 'Look again',
  behind: 'This list has changed since it was read.',
  beginAnew: 'Show it from its beginning',
  showMore: 'Show more',
  old: (time: string) => `This could not be read anew. Shown is what was true at ${time}.`,
};
