import { petEventSchemas } from '#game/pet/pet-events.ts';
import type { Sealed } from '#game/shared/sealed.ts';
import type { StoredEvent } from '#ports/commit.ts';
import type { ViewRow } from '#ports/followers.ts';
import type { CommitPlace, Follower } from '../kit/follower-runner.ts';

/** Name of the read model. */
export const PETS = 'pets';

/** A pet as suggestions show it. Only the ledger says who owns it. */
export interface PetRow {
  readonly petId: string;
  readonly species: string;
  readonly name: Sealed | null;
  /** It has moved on or is held by a trade. */
  readonly isAway: boolean;
}

/** Rows of a person's pets in a realm begin with this. */
export const petsPrefix = (realm: string, userId: string): string => `${realm}/${userId}/`;

const row = (place: CommitPlace, owner: string, value: Omit<PetRow, 'petId'>): ViewRow => ({
  key: petsPrefix(place.realm, owner) + place.id,
  value: { petId: place.id, ...value },
});

const rowsOf = (event: StoredEvent, place: CommitPlace): readonly ViewRow[] => {
  if (event.type === 'PetHatched') {
    const { success, data } = petEventSchemas.PetHatched.safeParse(event.data);
    return success ? [row(place, data.owner, { species: data.species, name: data.name, isAway: false })] : [];
  }
  if (event.type === 'PetRenamed') {
    const { success, data } = petEventSchemas.PetRenamed.safeParse(event.data);
    return success ? [row(place, data.owner, { species: data.species, name: data.name, isAway: false })] : [];
  }
  if (event.type !== 'OwnerSet') return [];
  const { success, data } = petEventSchemas.OwnerSet.safeParse(event.data);
  if (!success || data.species === '') return [];
  const { owner, previous, species, name } = data;
  return [
    ...(previous === null || previous === owner
      ? []
      : [row(place, previous, { species, name, isAway: true })]),
    ...(owner === null ? [] : [row(place, owner, { species, name, isAway: false })]),
  ];
};

/** Whose pets are called what, from the logs of the pets. */
export const pets: Follower = {
  name: PETS,
  kinds: ['pet'],
  rows: (commit, place) => commit.cmds.flatMap((cmd) => cmd.events.flatMap((event) => rowsOf(event, place))),
};
