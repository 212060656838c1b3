import type { FastifyInstance } from 'fastify';

/** Finds the methods of an address. */
export type MethodsOf = (path: string) => readonly string[];

/** Notes the routes that follow, so that a known address with another method can be told from an unknown one. */
export const noteMethods = (app: FastifyInstance): MethodsOf => {
  const known: { readonly form: RegExp; readonly methods: readonly string[] }[] = [];
  app.addHook('onRoute', ({ url, method }) => {
    // files of the page are at any address
    if (url.includes('*')) return;
    const form = new RegExp(
      `^${url.replaceAll(/[.+?^$()[\]{}|\\]/g, String.raw`\$&`).replaceAll(/:\w+/g, '[^/]+')}$`,
    );
    known.push({ form, methods: [method].flat() });
  });
  return (path) => [
    ...new Set(known.filter(({ form }) => form.test(path)).flatMap(({ methods }) => methods)),
  ];
};
