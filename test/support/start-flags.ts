import { readFileSync } from 'node:fs';

/** What `npm start` tells Node: load and memory are measured as operators have it. */
export const startFlags = (): readonly string[] => {
  const { scripts } = JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')) as {
    readonly scripts: { readonly start: string };
  };
  return scripts.start.split(' ').filter((word) => word.startsWith('--'));
};
