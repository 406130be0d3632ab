/** Something that must be installed on this machine is not; the message names it and says what to install. */
export class MissingPrerequisite extends Error {
  override readonly name = 'MissingPrerequisite';
}
