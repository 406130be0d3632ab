import { Controller, Inject } from '@nestjs/common';
import type { TeamCommandBus } from '../clients/team-command-bus.js';
import type { TeamDirectory } from '../clients/team-directory.js';
import { TEAM_COMMAND_BUS, TEAM_DIRECTORY } from '../clients/tokens.js';
import type { AnswerOf } from '../contract/define-route.js';
import * as routes from '../contract/reconciler-routes.js';
import { Answer, nothing } from '../http/answer.js';
import type { Asking } from '../http/asking.js';
import { Asked, Serve } from './serve.js';

/** What keeps the directory's teams as the directory says, seen and steered by the account's admins. */
@Controller()
export class ReconcilerController {
  constructor(
    @Inject(TEAM_DIRECTORY) private readonly teams: TeamDirectory,
    @Inject(TEAM_COMMAND_BUS) private readonly commands: TeamCommandBus,
  ) {}

  @Serve(routes.reconciler)
  async status(
    @Asked() { call }: Asking<typeof routes.reconciler>,
  ): Promise<Answer<AnswerOf<typeof routes.reconciler>>> {
    const { mode, dirty, oldestDirtySeconds, held, runs } = await this.teams.reconciler(call);
    const shown = runs.map(({ evicted, restored, ...run }) => ({
      ...run,
      evicted: [...evicted],
      restored: [...restored],
    }));
    return new Answer({ mode, dirty, oldestDirtySeconds, held: [...held], runs: shown });
  }

  @Serve(routes.setMode)
  async setMode(
    @Asked() { body, call }: Asking<typeof routes.setMode>,
  ): Promise<Answer<AnswerOf<typeof routes.setMode>>> {
    const { mode } = await this.commands.setMode(body, call);
    return new Answer({ mode });
  }

  @Serve(routes.runTeam)
  async run(@Asked() { params, call }: Asking<typeof routes.runTeam>): Promise<Answer> {
    await this.commands.run(params, call);
    return nothing;
  }

  @Serve(routes.releaseRun)
  async release(@Asked() { params, call }: Asking<typeof routes.releaseRun>): Promise<Answer> {
    await this.commands.release(params, call);
    return nothing;
  }
}
