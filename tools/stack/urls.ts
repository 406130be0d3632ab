/** The URLs of a service's instances, in the format of settings. */
export function urlsOf(instances: readonly { readonly url: string }[]): string {
  return instances.map(({ url }) => url).join(',');
}
