/** Injection tokens of the ports. */
export const USER_DIRECTORY = Symbol('UserDirectory');
export const USER_COMMAND_BUS = Symbol('UserCommandBus');
export const TEAM_DIRECTORY = Symbol('TeamDirectory');
export const TEAM_COMMAND_BUS = Symbol('TeamCommandBus');
