import type { TeamDirectory } from './team-directory.js';
import type { UserDirectory } from './user-directory.js';

/** The services that answer reads. */
export class Directories {
  constructor(
    readonly users: UserDirectory,
    readonly teams: TeamDirectory,
  ) {}
}
