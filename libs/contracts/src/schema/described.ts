import 'reflect-metadata';

const key = Symbol('description');

/** Describes the property for readers of the document: the `description` of its JSON Schema. Checks nothing. */
export function Described(text: string): PropertyDecorator {
  return Reflect.metadata(key, text);
}

/** The text of `@Described`, inherited properties included. */
export function descriptionOf(target: new () => object, property: string): string | undefined {
  return Reflect.getMetadata(key, target.prototype as object, property) as string | undefined;
}
