import { Refusal, type AccountSettings, type UserProfile } from '@rollcall/contracts';

// What mail systems agree on (RFC 5321 dot-string and domain), with letters of any script; no quoting, no comments, no spaces.
const mailbox = /^[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+(\.[\p{L}\p{N}!#$%&'*+/=?^_`{|}~-]+)*$/u;
const domain = /^([\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?\.)+[\p{L}\p{N}]([\p{L}\p{N}-]*[\p{L}\p{N}])?$/u;
const longest = 254;

/** Whether a text is an e-mail address, as far as its form can tell. */
export function isEmailAddress(text: string): boolean {
  const at = text.lastIndexOf('@');
  return (
    at > 0 && at <= 64 && text.length <= longest && mailbox.test(text.slice(0, at)) && domain.test(text.slice(at + 1))
  );
}

/**
 * Rule 1: the userName is an e-mail address; with `emailCase: refuse` neither it nor any other address has upper case.
 * @throws Refusal user-name-invalid, user-name-upper-case
 */
export function checkUserName(userName: string, profile: UserProfile, settings: AccountSettings): void {
  if (!isEmailAddress(userName)) throw new Refusal('user-name-invalid', { userName });
  if (settings.emailCase !== 'refuse') return;
  const addresses: [string, string | undefined][] = [
    ['userName', userName],
    ...(profile.emails ?? []).map(({ value }): [string, string | undefined] => ['emails.value', value]),
  ];
  for (const [attribute, value] of addresses) {
    if (value !== undefined && value !== value.toLowerCase())
      throw new Refusal('user-name-upper-case', { attribute, value });
  }
}
