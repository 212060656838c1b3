import { type Phrases } from '../phrases.ts';
import { CORE } from './core.ts';
import { ECO } from './eco.ts';
import { ITEMS } from './items.ts';
import { PET_RULES } from './pet-rules.ts';
import { PET } from './pet.ts';
import { PROFILE } from './profile.ts';
import { REGISTRATION } from './registration.ts';
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
  ...CORE,
};
