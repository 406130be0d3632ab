/**
 * Copies a text.
 * @param clipboard of the browser; there is none in pages without TLS
 * @returns whether it could be copied
 */
export async function isCopiedTo(clipboard: Clipboard | undefined, text: string): Promise<boolean> {
  if (!clipboard) return false;
  return clipboard.writeText(text).then(
    () => true,
    () => false,
  );
}
