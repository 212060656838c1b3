import { describe, expectTypeOf, it } from 'vitest';
import type { z } from 'zod';
import type {
  battleListSchema,
  battleSchema,
  ladderSchema,
  matchSchema,
} from '#surfaces/web/battle-schemas.ts';
import type { foundSchema, viewSchema } from '#surfaces/web/cluster.ts';
import type { FeedItem } from '#surfaces/web/feed.ts';
import type {
  actorSchema,
  answerSchema,
  choicesSchema,
  failureSchema,
  personasSchema,
  treeSchema,
} from '#surfaces/web/schemas.ts';
import type { BattleAnswer, LadderPlace, ListedBattle } from './battle/wire.ts';
import type { MatchScreen } from './battle/match/match-wire.ts';
import type { ClusterView, HeldEntity } from './cluster/cluster-wire.ts';
import type { ActorInfo, ApiReply, Choice, CommandInfo, FeedEvent, Persona } from './wire.ts';

/** What comes of it as JSON: nothing is `undefined`, but some of it is not there. */
type Sent<T> = T extends object ? { [K in keyof T]: Sent<Exclude<T[K], undefined>> } : T;
type SentBy<S extends z.ZodType> = Sent<z.output<S>>;

// compared when types are checked, not when tests run
describe('what the page reads is what the service sends', () => {
  it('of commands and their answers', () => {
    expectTypeOf<SentBy<typeof treeSchema>['commands'][number]>().toExtend<CommandInfo>();
    expectTypeOf<SentBy<typeof choicesSchema>['choices'][number]>().toExtend<Choice>();
    expectTypeOf<SentBy<typeof answerSchema>>().toExtend<ApiReply>();
    expectTypeOf<SentBy<typeof failureSchema>>().toExtend<ApiReply>();
    expectTypeOf<Sent<FeedItem>>().toExtend<FeedEvent>();
    expectTypeOf<SentBy<typeof personasSchema>['personas'][number]>().toExtend<
      Pick<Persona, 'about' | 'name' | 'roles' | 'userId'>
    >();
  });

  it('of battles and matches', () => {
    expectTypeOf<SentBy<typeof battleListSchema>['battles'][number]>().toExtend<ListedBattle>();
    expectTypeOf<SentBy<typeof battleSchema>>().toExtend<BattleAnswer>();
    expectTypeOf<SentBy<typeof ladderSchema>['places'][number]>().toExtend<LadderPlace>();
    expectTypeOf<SentBy<typeof matchSchema>>().toExtend<MatchScreen>();
  });

  it('of entities and processes', () => {
    expectTypeOf<SentBy<typeof actorSchema>>().toExtend<ActorInfo>();
    expectTypeOf<SentBy<typeof viewSchema>>().toExtend<ClusterView>();
    expectTypeOf<SentBy<typeof foundSchema>['entities'][number]>().toExtend<HeldEntity>();
  });
});
