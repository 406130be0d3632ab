interface Acting {
  /** The version about which the dialog has said what would happen. */
  readonly looked: string | undefined;
  /** The version that is shown behind the dialog now. */
  readonly shown: string | undefined;
  /** It is being done, or was. */
  readonly isActing: boolean;
  /** What it would do has been said. */
  readonly isSaid: boolean;
}

/**
 * Whether something may be done that has consequences: only to the version whose consequences were said.
 * @returns `overtaken` where there is another version, so that it has to be looked at again; that which an act makes itself is none
 */
export function actState({ looked, shown, isActing, isSaid }: Acting): 'asking' | 'overtaken' | 'ready' {
  if (shown !== looked && !isActing) return 'overtaken';
  return isSaid ? 'ready' : 'asking';
}
