/** Each layer and what it may import beside itself. What is not listed is forbidden. */
export const MAY_IMPORT = {
  game: [],
  events: ['game'],
  ports: ['game', 'events'],
  actors: ['game', 'events', 'ports'],
  commands: ['game', 'events', 'ports', 'actors'],
  integrations: ['game', 'events', 'ports', 'actors', 'commands'],
  surfaces: ['game', 'events', 'ports', 'actors', 'commands', 'integrations'],
  adapters: ['game', 'ports'],
  app: ['game', 'events', 'ports', 'actors', 'commands', 'integrations', 'surfaces', 'adapters'],
} as const satisfies Record<string, readonly string[]>;

/** A folder of the inside, named by what it may know. */
export type Layer = keyof typeof MAY_IMPORT;

/** Packages and built-ins that a layer may use; `true`: any. */
export const PACKAGES: Record<Layer, readonly string[] | true> = {
  game: ['glicko2-lite', 'zod'],
  events: ['rxjs'],
  ports: ['node:crypto', 'node:util', 'zod'],
  actors: ['node:crypto', 'nact', 'nact/lib/system-map.js', 'zod', 'rxjs'],
  commands: ['node:crypto', 'node:perf_hooks', 'zod'],
  integrations: true,
  surfaces: true,
  adapters: true,
  app: true,
};
