import { signal } from './signal.ts';

/** The page's views; the address after `#/` names them. */
export type Route = 'hall' | 'live' | 'actors' | 'battles' | 'cluster';

/** Where among the battles: a battle, its replay from a tick on, a replay file, or nothing of it: the list. */
export interface BattlePlace {
  readonly id?: string;
  /** Opens the replay at this tick. */
  readonly tick?: number;
  readonly isFile?: boolean;
}

const BATTLE = /^battles\/([a-z0-9]{1,14})(?:\?tick=(\d{1,4}))?$/;

/** What an address (the part from `#` on) leads to; the hall when it leads nowhere. */
export const readAddress = (hash: string): { readonly route: Route; readonly place: BattlePlace } => {
  const name = hash.replace(/^#\/?/, '');
  if (name === 'actors' || name === 'live' || name === 'cluster') return { route: name, place: {} };
  if (name === 'replay-file') return { route: 'battles', place: { isFile: true } };
  const [, id, tick] = BATTLE.exec(name) ?? [];
  if (id !== undefined) {
    return { route: 'battles', place: tick === undefined ? { id } : { id, tick: Number(tick) } };
  }
  return { route: /^battles(?:\/|$)/.test(name) ? 'battles' : 'hall', place: {} };
};

/** The address of a battle, of its replay when a tick is given. */
export const battleAddress = (id: string, tick?: number): string =>
  `#/battles/${id}${tick === undefined ? '' : `?tick=${tick}`}`;

/** The battle that a panel's footer names. */
export const battleOfFooter = (footer: string | undefined): string | undefined =>
  /^Battle ([a-z0-9]{1,14})(?: ·|$)/.exec(footer ?? '')?.[1];

/** The view of the address, following it. */
export const route = signal<Route>('hall');
export const battlePlace = signal<BattlePlace>({});

/** Begins to follow the address. */
export const followAddress = (): void => {
  const read = (): void => {
    const found = readAddress(location.hash);
    battlePlace.set(found.place);
    route.set(found.route);
  };
  read();
  addEventListener('hashchange', read);
};
