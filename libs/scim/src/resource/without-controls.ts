/** Controls, and what turns the direction of the text around it. */
const control = /[\p{Cc}\p{Bidi_Control}]/u;
const controls = /[\p{Cc}\p{Bidi_Control}]/gu;
const controlsButLineEnds = /(?![\n\r\t])[\p{Cc}\p{Bidi_Control}]/gu;

/** What identifies somebody is taken as it is, and refused where it does not fit; so are the parts of a name. */
const identifying = /^(id|externalId|password|userType|emails|members|roles)$|^(emails|members|roles)\.value$|^name\./;

/** Texts of several lines (RFC 7643 §4.1.2). */
const ofLines = /^addresses(\.(value|formatted|streetAddress))?$/;

/**
 * A text about a person without controls and bidirectional controls, which make a text look like another one wherever it is
 * shown (rule 4). A tab in a title is an accident of an import, and no reason to leave the person outside.
 */
export function withoutControls(text: string, path: string): string {
  if (!control.test(text) || identifying.test(path)) return text;
  return text.replaceAll(ofLines.test(path) ? controlsButLineEnds : controls, '');
}
