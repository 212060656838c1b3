import type { Phrases } from '../phrases.ts';
import { ACCEPTED, ACCEPTED_IN_TABLES } from './accepted.ts';
import { BATTLE } from './battle.ts';
import { BATTLE_RULES } from './battle-rules.ts';
import { CORE } from './core.ts';
import { ECO } from './eco.ts';
import { ERROR_PAGE } from './error-codes.ts';
import { ITEMS } from './items.ts';
import { MATCH } from './match.ts';
import { OSRS } from './osrs.ts';
import { PET_RULES } from './pet-rules.ts';
import { PET } from './pet.ts';
import { POKEMON } from './pokemon.ts';
import { PROFILE } from './profile.ts';
import { REGISTRATION } from './registration.ts';
import { SERVICE } from './service.ts';
import { SETTINGS } from './settings.ts';

/** Every German text by the English one. */
export const GERMAN: Phrases = {
  ...REGISTRATION,
  ...ITEMS,
  ...PET,
  ...PET_RULES,
  ...ECO,
  ...PROFILE,
  ...SETTINGS,
  ...BATTLE,
  ...BATTLE_RULES,
  ...MATCH,
  ...OSRS,
  ...POKEMON,
  ...SERVICE,
  ...CORE,
  ...ERROR_PAGE,
  ...ACCEPTED_IN_TABLES,
  ...ACCEPTED,
};
