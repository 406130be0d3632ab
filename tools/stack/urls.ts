/** The instances of a service, as settings name them. */
export function urlsOf(instances: readonly { readonly url: string }[]): string {
  return instances.map(({ url }) => url).join(',');
}
