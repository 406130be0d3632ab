/** Decodes standard base64 (RFC 4648 §4), as strictly as it is written: no other letters, no missing padding, no spare bits. */
export function decodeBase64(text: string): Buffer | undefined {
  const bytes = Buffer.from(text, 'base64');
  return bytes.toString('base64') === text ? bytes : undefined;
}
