export interface TrackedOptions<Entity> {
  /** What an entity is found by: `keyOf`, or an id in lower case. */
  readonly key: (entity: Entity) => string;
  /** What else it is found by, where that may change. */
  readonly name?: (entity: Entity) => string;
}

/** Entities of one kind in a unit of work: as they were loaded, and as the decisions so far have left them. */
export class Tracked<Entity> {
  private readonly loaded = new Map<string, Entity>();
  private readonly names = new Map<string, Entity>();
  /** Undefined for those that were removed. */
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

  /** Adds an entity, or takes it instead of what it was. */
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

  /** All that are there. */
  *all(): Iterable<Entity> {
    for (const [key, entity] of this.loaded) if (!this.touched.has(key)) yield entity;
    yield* this.addedAndChanged();
  }

  /** In the order in which they were first touched, as all below. */
  addedAndChanged(): Entity[] {
    return [...this.touched.values()].filter((entity) => entity !== undefined);
  }

  added(): Entity[] {
    return [...this.touched].flatMap(([key, entity]) => (entity === undefined || this.loaded.has(key) ? [] : [entity]));
  }

  /** Those that were loaded, with what they were. */
  changed(): { readonly entity: Entity; readonly loaded: Entity }[] {
    return [...this.touched].flatMap(([key, entity]) => {
      const loaded = this.loaded.get(key);
      return entity === undefined || loaded === undefined ? [] : [{ entity, loaded }];
    });
  }

  /** Those that were loaded, as they were. What came and went within the batch is nothing. */
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
