import { Controller, Inject, type Type } from '@nestjs/common';
import { DecideTogether, type DryRunQueries, type WouldBeResult } from '@rollcall/contracts';
import { QueryHandler, QueryInput } from '@rollcall/service-kit';
import { CommandService } from './command-service.js';

/** The controller that answers what the commands of a bulk request would do to what a service owns (rule 26). */
export function dryRunsController(query: (typeof DryRunQueries)[keyof typeof DryRunQueries]): Type {
  @Controller()
  class DryRunsController {
    constructor(@Inject(CommandService) private readonly service: CommandService) {}

    @QueryHandler(query)
    decideTogether(@QueryInput() input: DecideTogether): Promise<WouldBeResult[]> {
      return this.service.decideTogether(input);
    }
  }
  return DryRunsController;
}
