import type { RedisLink } from './link.ts';

/** Names of everything that is kept of one bot; all of it lies in one slot of a cluster. */
export interface EventKeys {
  session(line: string): string;
  readonly work: string;
  readonly news: string;
  /** The latest news of each key. */
  readonly kept: string;
}

/** The keys of a bot. */
export const eventKeys = ({ prefix }: Pick<RedisLink, 'prefix'>, bot: string): EventKeys => {
  const of = (what: string): string => `${prefix}discord:{${bot}}:${what}`;
  return {
    session: (line) => of(`session:${line}`),
    work: of('work'),
    news: of('news'),
    kept: of('kept'),
  };
};
