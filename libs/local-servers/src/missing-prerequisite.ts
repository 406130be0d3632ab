/** A program that must be installed on this machine is missing; the message says what to install. */
export class MissingPrerequisite extends Error {
  override readonly name = 'MissingPrerequisite';
}
