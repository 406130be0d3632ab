/** Injection tokens of the ports. */
export const USER_DIRECTORY = Symbol('UserDirectory');
export const USER_COMMAND_BUS = Symbol('UserCommandBus');
