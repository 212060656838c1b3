import { type Monster, monsterById, MONSTERS } from '../osrs/monsters.ts';
import { type Leader, leaderById, LEADERS } from '../pokemon/leaders.ts';
import { type Trainer, trainerById, TRAINERS } from './trainers.ts';

/** Somebody or something of ours that can be fought, by the rules that it fights by. */
export type Npc =
  | { readonly rules: 'cross'; readonly id: string; readonly name: string; readonly trainer: Trainer }
  | { readonly rules: 'pokemon'; readonly id: string; readonly name: string; readonly leader: Leader }
  | { readonly rules: 'osrs'; readonly id: string; readonly name: string; readonly monster: Monster };

/** Ids of monsters among those of trainers and leaders. */
const MONSTER_PREFIX = 'osrs-';

const ofTrainer = (trainer: Trainer): Npc => ({
  rules: 'cross',
  id: trainer.id,
  name: trainer.name,
  trainer,
});
const ofLeader = (leader: Leader): Npc => ({ rules: 'pokemon', id: leader.id, name: leader.name, leader });
const ofMonster = (monster: Monster): Npc => ({
  rules: 'osrs',
  id: MONSTER_PREFIX + monster.id,
  name: monster.name,
  monster,
});

/** All of them: trainers, leaders and monsters, of each the easiest first. */
export const NPCS: readonly Npc[] = [
  ...TRAINERS.map(ofTrainer),
  ...LEADERS.map(ofLeader),
  ...MONSTERS.map(ofMonster),
];

/** The one of an id; `undefined`: there is none. */
export const npcById = (id: string): Npc | undefined => {
  const monster = id.startsWith(MONSTER_PREFIX) ? monsterById(id.slice(MONSTER_PREFIX.length)) : undefined;
  if (monster !== undefined) return ofMonster(monster);
  const trainer = trainerById(id);
  if (trainer !== undefined) return ofTrainer(trainer);
  const leader = leaderById(id);
  return leader === undefined ? undefined : ofLeader(leader);
};
