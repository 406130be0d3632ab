/** Fullwidth and halfwidth forms, which East Asian keyboards type in place of the usual letters. */
const widthForms = /[\uFF01-\uFFEE]/g;

/**
 * The key by which userNames are unique and found (rule 1): the profile UsernameCaseMapped of RFC 8265 §3.3, so width, letter
 * case and composition make no difference. What the profile forbids is refused where a name is said for the first time
 * (`checkUserName`). Written here, since no kept package has the profile, and Node has its three mappings. Beyond it the
 * dotless `ı` counts as `i`: both are `I` in capitals.
 */
export function userNameKey(userName: string): string {
  const lower = userName.toLowerCase();
  if (/^[\0-\x7f]*$/.test(userName)) return lower;
  return withUsualWidth(userName).toLowerCase().replaceAll('ı', 'i').normalize('NFC');
}

/** RFC 8265 §3.3.2: the width mapping rule. */
export function withUsualWidth(text: string): string {
  return text.replaceAll(widthForms, (form) => form.normalize('NFKC'));
}
