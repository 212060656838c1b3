import { adventurer } from './adventurer/adventurer.ts';
import { battle } from './battle/battle.ts';
import { broadcast } from './broadcast/broadcast.ts';
import { battles } from './followers/battles.ts';
import { ledgerBook } from './followers/ledger-book.ts';
import { pets } from './followers/pets.ts';
import { ratings } from './followers/ratings.ts';
import { threads } from './followers/threads.ts';
import { timeline } from './followers/timeline.ts';
import { guild } from './guild/guild.ts';
import { identity } from './identity/identity.ts';
import type { AnyKind } from './kit/define-entity.ts';
import type { Follower } from './kit/follower-runner.ts';
import { ladder } from './ladder/ladder.ts';
import { ledger } from './ledger/ledger.ts';
import { lobby } from './lobby/lobby.ts';
import { match } from './match/match.ts';
import { pet } from './pet/pet.ts';
import { news } from './followers/news.ts';
import { thread } from './thread/thread.ts';
import { trainer } from './trainer/trainer.ts';
import { user } from './user/user.ts';

/** Every kind of entity: the tree has one branch for each. */
export const KINDS: readonly AnyKind[] = [
  identity,
  user,
  pet,
  ledger,
  battle,
  ladder,
  trainer,
  adventurer,
  lobby,
  match,
  thread,
  guild,
  broadcast,
];

/** Everything that follows the log. */
export const FOLLOWERS: readonly Follower[] = [ledgerBook, timeline, pets, battles, ratings, threads, news];
