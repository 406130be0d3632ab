/**
 * The key under which a unit of work holds an object. Ids are unique only within their account, and compared without
 * regard to case, as the database compares them.
 */
export const keyOf = (accountId: string, key: string): string => `${accountId}/${key}`.toLowerCase();

export interface TrackedOptions<Entity> {
  /** The entity's key: `keyOf`, or an id in lower case. */
  readonly key: (entity: Entity) => string;
  /** A second key of the entity, which may change. */
  readonly name?: (entity: Entity) => string;
}

/** The entities of one kind in a unit of work: as loaded, plus the changes of the decisions so far. */
export class Tracked<Entity> {
  private readonly loaded = new Map<string, Entity>();
  private readonly names = new Map<string, Entity>();
  /** Entities that decisions set, by key; undefined for removed ones. */
  private readonly touched = new Map<string, Entity | undefined>();

  constructor(
    loaded: Iterable<Entity>,
    private readonly options: TrackedOptions<Entity>,
  ) {
    const { key, name } = options;
    for (const entity of loaded) {
      this.loaded.set(key(entity), entity);
      if (name) this.names.set(name(entity), entity);
    }
  }

  get(key: string): Entity | undefined {
    return this.touched.has(key) ? this.touched.get(key) : this.loaded.get(key);
  }

  named(name: string): Entity | undefined {
    return this.names.get(name);
  }

  /** Adds an entity, or replaces the one with its key. */
  set(entity: Entity): void {
    const { key, name } = this.options;
    const id = key(entity);
    this.forgetName(id);
    if (name) this.names.set(name(entity), entity);
    this.touched.set(id, entity);
  }

  remove(key: string): void {
    this.forgetName(key);
    this.touched.set(key, undefined);
  }

  /** All entities except the removed ones. */
  *all(): Iterable<Entity> {
    for (const [key, entity] of this.loaded) if (!this.touched.has(key)) yield entity;
    yield* this.addedAndChanged();
  }

  /** Added and changed entities, in the order in which they were first set; the methods below use the same order. */
  addedAndChanged(): Entity[] {
    return [...this.touched.values()].filter((entity) => entity !== undefined);
  }

  added(): Entity[] {
    return [...this.touched].flatMap(([key, entity]) => (entity === undefined || this.loaded.has(key) ? [] : [entity]));
  }

  /** Entities that were loaded and changed, with the loaded values. */
  changed(): { readonly entity: Entity; readonly loaded: Entity }[] {
    return [...this.touched].flatMap(([key, entity]) => {
      const loaded = this.loaded.get(key);
      return entity === undefined || loaded === undefined ? [] : [{ entity, loaded }];
    });
  }

  /**
   * Entities that were loaded and removed, as loaded. Entities that were added and removed in the same batch are left
   * out.
   */
  removed(): Entity[] {
    return [...this.touched].flatMap(([key, entity]) => (entity === undefined ? (this.loaded.get(key) ?? []) : []));
  }

  private forgetName(key: string): void {
    const { name } = this.options;
    if (!name) return;
    const before = this.get(key);
    if (before !== undefined) this.names.delete(name(before));
  }
}
