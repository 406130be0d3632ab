/** Where the store and the relay call their failpoint. */
export type FailpointName =
  'service.after-claim' | 'service.before-commit' | 'relay.after-select' | 'relay.after-produce-before-delete';

/**
 * What a store or relay is given to call at each named place: what it throws fails that place, and while its promise is open the place
 * waits. Specs fail and delay by it; a service gives the crash points of messaging, at which a test lets the process die.
 */
export type Failpoint = (name: FailpointName) => void | Promise<void>;

export const noFailpoint: Failpoint = () => undefined;
