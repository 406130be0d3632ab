import 'reflect-metadata';

const key = Symbol('description');

/** What a reader of a document is told about the property: the `description` of its JSON Schema. Checks nothing. */
export function Described(text: string): PropertyDecorator {
  return Reflect.metadata(key, text);
}

/** What `@Described` says of the property, also of one that the class inherits. */
export function descriptionOf(target: new () => object, property: string): string | undefined {
  return Reflect.getMetadata(key, target.prototype as object, property) as string | undefined;
}
