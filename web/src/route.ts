import { signal } from './signal.ts';

/** The page's views; the address after `#/` names them. */
export type Route = 'hall' | 'live' | 'actors';

const read = (): Route => {
  const name = location.hash.replace(/^#\/?/, '');
  return name === 'actors' || name === 'live' ? name : 'hall';
};

/** The view of the address, following it. */
export const route = signal<Route>('hall');

/** Begins to follow the address. */
export const followAddress = (): void => {
  route.set(read());
  addEventListener('hashchange', () => route.set(read()));
};
