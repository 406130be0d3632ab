import { Controller, Inject } from '@nestjs/common';
import { DecideTogether, DryRunQueries, type WouldBeResult } from '@rollcall/contracts';
import { CommandService } from '@rollcall/service-host';
import { QueryHandler, QueryInput } from '@rollcall/service-kit';

/** Answers what the commands of a bulk request would do to people (rule 26). */
@Controller()
export class DryRunsController {
  constructor(@Inject(CommandService) private readonly service: CommandService) {}

  @QueryHandler(DryRunQueries.ofUsers)
  decideTogether(@QueryInput() input: DecideTogether): Promise<WouldBeResult[]> {
    return this.service.decideTogether(input);
  }
}
