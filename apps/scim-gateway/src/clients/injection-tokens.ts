/** Injection tokens of the ports. */
export const USER_COMMAND_BUS = Symbol('UserCommandBus');
export const TEAM_COMMAND_BUS = Symbol('TeamCommandBus');
