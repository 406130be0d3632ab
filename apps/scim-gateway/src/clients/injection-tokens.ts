/** Injection token of the port. */
export const TEAM_COMMAND_BUS = Symbol('TeamCommandBus');
