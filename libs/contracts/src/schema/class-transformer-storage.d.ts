/** Where class-transformer keeps what its decorators say: the library has no public way to it, nor types of it. */
declare module 'class-transformer/cjs/storage.js' {
  type Class = new () => object;
  interface TypeMetadata {
    typeFunction(): Class;
    /** What TypeScript says that the property is. */
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
