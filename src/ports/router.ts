/** Where commands for a shard go. The embedded router knows one place only: here. */
export interface Router {
  routeOf(
    shard: number,
  ):
    | { readonly to: 'local' }
    | { readonly to: 'remote'; readonly processId: string }
    | { readonly to: 'nowhere' };
}
