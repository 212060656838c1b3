import type { BattleEvent } from '#game/battle/battle-events.ts';
import type { MatchEvent } from '#game/battle/match/match-events.ts';
import type { LadderEvent } from '#game/battle/ladder.ts';
import type { LobbyEvent } from '#game/battle/lobby-state.ts';
import type { ThreadEvent } from '#game/battle/thread.ts';
import type { LedgerEvent } from '#game/economy/ledger-events.ts';
import type { GuildEvent } from '#game/guild/guild-events.ts';
import type { AdventurerEvent } from '#game/osrs/adventurer-events.ts';
import type { PetEvent } from '#game/pet/pet-events.ts';
import type { TrainerEvent } from '#game/pokemon/trainer-events.ts';
import type { UserEvent } from '#game/profile/user-events.ts';
import type { DomainEvent } from '#game/shared/decider.ts';

type TopicsOf<Kind extends string, E extends DomainEvent> = {
  readonly [T in E['type'] as `${Kind}.${T}`]: Extract<E, { readonly type: T }>;
};

/** Every fact that crosses systems: topic → event. Identities are nobody else's business. */
export type Catalogue = TopicsOf<'adventurer', AdventurerEvent> &
  TopicsOf<'ledger', LedgerEvent> &
  TopicsOf<'pet', PetEvent> &
  TopicsOf<'trainer', TrainerEvent> &
  TopicsOf<'user', UserEvent> &
  TopicsOf<'battle', BattleEvent> &
  TopicsOf<'match', MatchEvent> &
  TopicsOf<'ladder', LadderEvent> &
  TopicsOf<'lobby', LobbyEvent> &
  TopicsOf<'thread', ThreadEvent> &
  TopicsOf<'guild', GuildEvent>;
