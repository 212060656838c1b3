import type { AdventurerCommand } from '#game/osrs/adventurer-protocol.ts';
import type { PetCommand } from '#game/pet/pet-protocol.ts';
import { STARTERS } from '#game/pokemon/starters.ts';
import type { TrainerCommand } from '#game/pokemon/trainer-protocol.ts';
import type { UserCommand } from '#game/profile/user-protocol.ts';
import type { Rng } from '#game/shared/rng.ts';
import { sealed } from '#game/shared/sealed.ts';
import { between, oneOf } from './chance.ts';

/** Something that a person does with their profile. */
export const profileErrand = (rng: Rng, userId: string): UserCommand =>
  oneOf<UserCommand>(rng, [
    {
      type: 'DraftProfile',
      change: { title: sealed(userId, 'Baker'), bio: sealed(userId, 'Bakes.') },
      revision: between(rng, 0, 1),
    },
    { type: 'SaveProfile', revision: between(rng, 1, 2) },
    { type: 'SetNotify', event: 'payment', via: 'digest' },
    { type: 'SetPrivacy', area: 'balance', level: 'nobody' },
    { type: 'SetNotify', event: 'payment', via: 'dm' },
    { type: 'ReadInbox' },
  ]);

/** Something that a trainer does with their Pokémon. `isFirst`: before there are any. */
export const trainingErrand = (rng: Rng, userId: string, isFirst: boolean): TrainerCommand => {
  const starter: TrainerCommand = { type: 'ChooseStarter', starter: oneOf(rng, STARTERS).id };
  if (isFirst) return starter;
  const nickname = sealed(userId, 'Sparky');
  const mons = STARTERS.slice(0, between(rng, 1, 6)).map(({ mon }) => Object.assign({}, mon, { nickname }));
  return oneOf<TrainerCommand>(rng, [
    starter,
    { type: 'ImportTeam', mons },
    { type: 'SetSlot', slot: between(rng, 1, 6), monId: 'm1' },
    { type: 'Release', monIds: [`m${between(rng, 1, 4)}`] },
  ]);
};

/** Something that a person does in Old School RuneScape. `isFirst`: before an account is linked. */
export const travelErrand = (
  rng: Rng,
  userId: string,
  readAtMs: number,
  isFirst: boolean,
): AdventurerCommand => {
  const link: AdventurerCommand = { type: 'Link', account: sealed(userId, 'Iron Baker') };
  if (isFirst) return link;
  const attack = between(rng, 1, 99);
  return oneOf<AdventurerCommand>(rng, [
    link,
    link,
    { type: 'Observe', linkNo: 1, levels: { attack }, readAtMs },
    { type: 'Equip', change: { kind: 'starter', style: 'ranged' } },
    { type: 'Equip', change: { kind: 'gear', id: 'rune-scimitar' } },
    { type: 'SaveLoadout', name: sealed(userId, 'baking') },
    { type: 'LoadLoadout', name: sealed(userId, 'starter magic') },
    { type: 'Unlink' },
  ]);
};

/** Something that an owner does with a pet. */
export const careErrand = (rng: Rng, userId: string): PetCommand =>
  oneOf<PetCommand>(rng, [
    { type: 'Feed', item: oneOf(rng, ['breadroll', 'honeyberry', 'crunchroot']) },
    { type: 'Feed', item: 'breadroll' },
    { type: 'Play' },
    { type: 'Clean' },
    { type: 'Rest' },
    { type: 'Train', skill: 'agility' },
    { type: 'StartExpedition', route: 'meadow', minutes: between(rng, 10, 30) },
    { type: 'Recall' },
    { type: 'StartVacation', days: 1 },
    { type: 'Rename', name: sealed(userId, 'Crumb') },
    { type: 'Rehome' },
  ]);
