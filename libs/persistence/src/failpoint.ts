/** Places where a crash is interesting. Tests kill the process or hold it up there; in production nobody listens. */
export type FailpointName =
  'service.after-claim' | 'service.before-commit' | 'relay.after-select' | 'relay.after-produce-before-delete';

/** Called at a named place; what it throws fails that place, and while its promise is open the place waits. */
export type Failpoint = (name: FailpointName) => void | Promise<void>;

export const noFailpoint: Failpoint = () => undefined;
