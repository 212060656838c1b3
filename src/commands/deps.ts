import type { Engine } from '#actors/kit/engine-api.ts';
import type { Cache } from '#ports/cache.ts';
import type { Clock } from '#ports/clock.ts';
import type { DeadLetters } from '#ports/dead-letters.ts';
import type { Followers } from '#ports/followers.ts';
import type { BattleClock } from '#actors/battle/battle-clock.ts';
import type { Referee } from '#actors/match/referee.ts';
import type { MatchRules } from '#ports/battle-rules.ts';
import type { GuildBook } from './guild-book.ts';
import type { FighterSource } from './battle/fighters.ts';
import type { Cluster } from './cluster.ts';
import type { CustomIds } from './custom-id.ts';

/** What commands may reach. Surfaces and wiring hand it over; tests build it from the memory store. */
export interface Deps {
  readonly engine: Engine;
  /** Read models, by follower name. */
  readonly views: Pick<Followers, 'rows'>;
  readonly deadLetters: DeadLetters;
  readonly cache: Cache;
  readonly clock: Clock;
  readonly customIds: CustomIds;
  /** People by name for `user` options and mentions; from memory only. */
  readonly directory: Directory;
  /** Erases a person for good: key, identity, and the names that this process remembers. @throws Fault */
  readonly erase: (userId: string) => Promise<void>;
  /** What guilds have chosen. */
  readonly guilds: GuildBook;
  readonly service: ServiceInfo;
  /** Battles that run now, for lists and countdowns. */
  readonly battles: Pick<BattleClock, 'live' | 'dueInMs'>;
  /** Matches that run now, and where their rules stand. */
  readonly matches: Pick<Referee, 'live' | 'dueAtMs' | 'position'>;
  /** The rules that matches are played by; asking them costs nothing until the first question. */
  readonly matchRules: MatchRules;
  /** Fighters that integrations bring, beside pets. */
  readonly fighters: readonly FighterSource[];
}

/** Display names the surface knows. */
export interface Directory {
  /** At most 25 people of the realm whose name starts with the text, own choice first. */
  suggest(prefix: string): readonly { readonly userId: string; readonly name: string }[];
  nameOf(userId: string): string | undefined;
  /** Keeps a name that was looked up. */
  remember(userId: string, name: string): void;
}

/** For `/status`. */
export interface ServiceInfo {
  readonly version: string;
  readonly startedAtMs: number;
  /** Where people reach the page, if it has an address of its own. */
  readonly publicUrl?: string;
  describe(): Promise<Readonly<Record<string, string | number>>>;
  readonly cluster: Cluster;
}
