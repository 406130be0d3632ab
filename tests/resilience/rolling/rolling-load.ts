import { ScimClient } from '../load/scim-client.ts';
import { provision } from './identity-provider.ts';
import { inviteAdmins, workInTheProduct, type PersonAtWork } from './person-at-work.ts';
import { Tally } from './tally.ts';

export interface LoadOptions {
  /** With `/scim/v2`. */
  readonly scimUrl: string;
  /** With `/api`. */
  readonly workspaceUrl: string;
  readonly token: string;
  readonly admin: Omit<PersonAtWork, 'id'>;
  readonly callers: number;
}

/** Of four callers, one works in the product; the others do what an identity provider does. */
const callersPerPerson = 4;

/** Callers that send one request after the other, and what they were answered. */
export class RollingLoad {
  readonly tally = new Tally();
  isRunning = false;
  private readonly scim: ScimClient;
  private readonly workspace: ScimClient;
  private readonly options: LoadOptions;
  private isStopped = false;
  private people: readonly PersonAtWork[] = [];

  private constructor(options: LoadOptions) {
    this.options = options;
    this.scim = new ScimClient('proxy', options.scimUrl);
    this.workspace = new ScimClient('proxy', options.workspaceUrl, 'application/json');
  }

  static async prepare(options: LoadOptions): Promise<RollingLoad> {
    const load = new RollingLoad(options);
    const count = Math.floor(options.callers / callersPerPerson);
    load.people = await inviteAdmins(load.workspace, options.admin, count);
    return load;
  }

  /** Resolves when so many requests have been answered. */
  async run(requests: number): Promise<void> {
    const { tally, people, scim, workspace, options } = this;
    const until = tally.answered + requests;
    const counted = { tally, isOver: () => this.isStopped || tally.answered >= until };
    this.isRunning = true;
    await Promise.all([
      ...people.map((person) => workInTheProduct(workspace, person, counted)),
      ...Array.from({ length: options.callers - people.length }, () => provision(scim, options.token, counted)),
    ]);
    this.isRunning = false;
  }

  /** Lets nobody begin anything more. */
  stop(): void {
    this.isStopped = true;
  }

  async close(): Promise<void> {
    await Promise.all([this.scim.close(), this.workspace.close()]);
  }
}
