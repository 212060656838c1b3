import type { Bus } from '#events/bus.ts';
import type { Catalogue } from '#events/catalogue.ts';
import type { FactRelay } from '#ports/fact-relay.ts';

/** What is watched live or kept in memory, in whichever process somebody looks. */
const RELAYED = [
  'battle.BattleAccepted',
  'battle.PlayerReady',
  'battle.BattleBegun',
  'battle.BattleStarted',
  'battle.OrderGiven',
  'battle.WindowClosed',
  'battle.BattleEnded',
  'battle.BattleVoided',
  'battle.BattleClosed',
  'match.MatchAccepted',
  'match.PlayerReady',
  'match.MatchStarted',
  'match.ChoiceMade',
  'match.TurnMarked',
  'match.MatchEnded',
  'match.MatchVoided',
  'match.MatchClosed',
  'ledger.TransferPosted',
  'pet.PetHatched',
  'pet.ExpeditionStarted',
  'pet.ExpeditionReturned',
  'user.LevelReached',
  'guild.FeatureSet',
  'guild.ChannelSet',
  'guild.RoleSet',
  'guild.LanguageSet',
  'guild.ThreadsSet',
  'guild.GuildBanned',
  'guild.GuildUnbanned',
] as const satisfies readonly (keyof Catalogue)[];

/** Joins this process's bus with those of others. Returns the way to stop it. */
export const relayFacts = (bus: Bus, relay: FactRelay): (() => void) => {
  const stops = RELAYED.map((topic) =>
    bus.react('relay', topic, (fact) => {
      // what came from elsewhere has been everywhere
      if (fact.isFar !== true) relay.publish(fact);
    }),
  );
  const unlisten = relay.onFact((fact) => bus.publish({ ...fact, isFar: true }));
  return () => {
    unlisten();
    for (const stop of stops) stop();
  };
};
