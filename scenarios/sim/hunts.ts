import { createHash } from 'node:crypto';
import type { Place } from '#actors/kit/define-entity.ts';
import type { Answer } from '#actors/kit/engine-api.ts';
import { Hunt, HUNT_VERSION } from '#game/battle/osrs/hunt.ts';
import type { MatchCommand } from '#game/battle/match/match-protocol.ts';
import type { MatchInput } from '#game/battle/match/rules-words.ts';
import type { Setup } from '#game/battle/osrs/v1/setup.ts';
import type { Rng } from '#game/shared/rng.ts';
import { between, idOf, oneIn } from './chance.ts';
import type { Fighter, Say } from './fights.ts';
import { simMatch } from './kinds.ts';
import type { Threads } from './threads.ts';

/** Per mille of hunts that are shown in a thread. */
const SHOWN_PER_MILLE = 200;

/** A hunt of four or five choices. */
const HUNT: Omit<Setup, 'seeds'> = {
  player: {
    hitpoints: 40,
    prayer: 5,
    food: 2,
    heals: 12,
    forms: [
      {
        name: 'Scimitar',
        attackRoll: 9_000,
        targetRoll: 3_000,
        maxHit: 14,
        speedTicks: 4,
        defenceRoll: 5_000,
      },
    ],
  },
  monster: { name: 'Ogre', hitpoints: 45, attackRoll: 6_000, maxHit: 7, speedTicks: 6, style: 0 },
};

const sha256 = (text: string): string => createHash('sha256').update(text).digest('hex');

/** People who hunt, choice by choice, with a referee who may lose his place and ask again. */
export class Hunts {
  readonly #rng: Rng;
  readonly #say: Say;
  readonly #threads: Threads;

  constructor(rng: Rng, say: Say, threads: Threads) {
    this.#rng = rng;
    this.#say = say;
    this.#threads = threads;
  }

  /** One hunt to its end, or until its hunter gives up; `then` once it has begun or come to nothing. */
  hunt(one: Fighter, then: () => void): void {
    const place = { realm: one.realm, id: idOf(this.#rng, 'm', 9) };
    const open: MatchCommand = {
      type: 'Open',
      players: [
        { kind: 'person', userId: one.id },
        { kind: 'trainer', trainerId: 'osrs-ogre' },
      ],
      version: HUNT_VERSION,
      game: { rules: 'osrs', hunt: HUNT },
      team: null,
      answer: null,
      isPrivate: false,
      isEven: false,
    };
    this.#match(one, place, open, ({ ok }) => {
      then();
      if (!ok || oneIn(this.#rng, 50)) return;
      if (oneIn(this.#rng, SHOWN_PER_MILLE)) this.#threads.show(place, 'match', one);
      this.#match(one, place, { type: 'Begin', seed: one.id }, (answer) => {
        if (answer.ok) this.#mark(one, place, []);
      });
    });
  }

  #match(
    by: { readonly id: string },
    place: Place,
    command: MatchCommand,
    then: (answer: Answer<unknown>) => void,
    key?: string,
  ): void {
    this.#say(by, simMatch, place, command, then, key);
  }

  /** The referee's word under the match's own id. The streams of chance are the simulator's: marks only have to repeat. */
  #mark(one: Fighter, place: Place, inputs: readonly MatchInput[]): void {
    const hunt = new Hunt({
      ...HUNT,
      seeds: [
        [1, 2, 3, place.id.length],
        [5, 6, 7, 8],
      ],
    });
    hunt.play(inputs);
    const { turn, hash, isEnded, winner, requests } = hunt.position(sha256);
    const mark: MatchCommand = {
      type: 'Mark',
      inputs: inputs.length,
      turn,
      hash: hash.slice(0, 16),
      waits: [requests[0] !== null, false],
      isEnded,
      winner,
    };
    const self = { id: `match:${place.realm}:${place.id}` };
    this.#match(
      self,
      place,
      mark,
      (answer) => {
        const inputsThere = answer.ok ? liveInputs(answer.value) : undefined;
        if (inputsThere === undefined) this.#threads.over(place);
        else if (inputsThere === inputs.length)
          this.#choose(one, place, inputs, hunt.autoChoice(0) ?? 'fight');
      },
      `m${inputs.length}-${idOf(this.#rng, '', 4)}`,
    );
  }

  #choose(one: Fighter, place: Place, inputs: readonly MatchInput[], choice: string): void {
    const rng = this.#rng;
    const isGivingUp = oneIn(rng, 15);
    const word = isGivingUp ? 'forfeit' : choice;
    const command: MatchCommand = isGivingUp
      ? { type: 'Forfeit' }
      : { type: 'Choose', choice, after: inputs.length };
    // a second press of the same turn, and an operator who ends it
    if (oneIn(rng, 100))
      this.#match(one, place, { type: 'Choose', choice: 'flee', after: inputs.length }, nothing);
    if (oneIn(rng, 15)) this.#match({ id: 'operator' }, place, { type: 'Void', reason: 'a test.' }, nothing);
    this.#match(one, place, command, ({ ok }) => {
      if (ok) this.#mark(one, place, [...inputs, { side: 0, choice: word }]);
    });
    if (between(rng, 0, 9) === 0) this.#mark(one, place, inputs);
  }
}

const nothing = (): void => undefined;

/** Inputs of a match that is under way, as a reply tells them. */
const liveInputs = (value: unknown): number | undefined =>
  typeof value === 'object' &&
  value !== null &&
  'status' in value &&
  value.status === 'live' &&
  'inputs' in value
    ? Number(value.inputs)
    : undefined;
