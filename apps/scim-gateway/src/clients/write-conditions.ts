/** The versions that a write depends on, as commands have them: see `requireVersion`. */
export interface WriteConditions {
  readonly ifMatch?: string[];
  readonly ifNoneMatch?: string[];
}
