/**
 * Where class-transformer stores the metadata of its decorators: the library gives it no public access and no types.
 */
declare module 'class-transformer/cjs/storage.js' {
  type Class = new () => object;
  interface TypeMetadata {
    typeFunction(): Class;
    /** The property's type as TypeScript emits it. */
    readonly reflectedType?: unknown;
    readonly options?: { readonly discriminator?: object };
  }
  export const defaultMetadataStorage: {
    /** Of `@Type`. */
    findTypeMetadata(target: Class, property: string): TypeMetadata | undefined;
    /** Of `@Transform`, in one direction (0 is from JSON to the class). */
    findTransformMetadatas(target: Class, property: string, direction: 0): readonly object[];
    /** Of `@Exclude` and `@Expose`, on properties and on the class itself. */
    getExcludedMetadatas(target: Class): readonly object[];
    getExposedMetadatas(target: Class): readonly object[];
    getStrategy(target: Class): 'excludeAll' | 'exposeAll' | 'none';
  };
}
