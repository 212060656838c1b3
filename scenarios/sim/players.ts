import type { AnyKind, Place } from '#actors/kit/define-entity.ts';
import type { Answer } from '#actors/kit/engine-api.ts';
import { itemById } from '#game/economy/items.ts';
import { accountOf, type Leg, type LedgerCommand } from '#game/economy/ledger-protocol.ts';
import type { PetCommand } from '#game/pet/pet-protocol.ts';
import { SPECIES } from '#game/pet/species.ts';
import type { QuotePlan, UserCommand } from '#game/profile/user-protocol.ts';
import type { DomainCommand } from '#game/shared/decider.ts';
import type { Rng } from '#game/shared/rng.ts';
import { sealed } from '#game/shared/sealed.ts';
import { between, idOf, oneIn, oneOf } from './chance.ts';
import type { Clients, Op } from './client.ts';
import { careErrand, profileErrand, trainingErrand, travelErrand } from './errands.ts';
import { Fights, type Say } from './fights.ts';
import { Guilds } from './guilds.ts';
import { Hunts } from './hunts.ts';
import { simAdventurer, simIdentity, simLedger, simPet, simTrainer, simUser } from './kinds.ts';
import { Threads } from './threads.ts';
import type { World } from './world.ts';

const PLAYERS = 23;
/** The first so many adopt a pet at once. */
const ADOPTERS = 6;
/** What the next ones do first, whatever the dice say, so that every run meets every kind of entity. */
const FIRST_ACTS = ['train', 'travel', 'queue', 'hunt', 'duel', 'tell'] as const;
type FirstAct = (typeof FIRST_ACTS)[number];
const SCOPES = ['g1', 'g2', 'g3'] as const;
const REALMS = ['home', 'home', 'home', 'north'] as const;

interface Player {
  readonly id: string;
  readonly realm: string;
  readonly scope: string;
  first: FirstAct | undefined;
  pet: string | undefined;
  left: number;
  keys: number;
}

type Then = (answer: Answer<unknown>) => void;
const nothing: Then = () => undefined;

/** People who enrol, pay, buy, adopt, care, travel and change their minds, each by its own dice. */
export class Players {
  readonly #world: World;
  readonly #clients: Clients;
  readonly #rng: Rng;
  readonly #players: readonly Player[];
  readonly #fights: Fights;
  readonly #hunts: Hunts;
  readonly guilds: Guilds;
  #keys = 0;
  readonly #places: { readonly kind: AnyKind; readonly place: Place }[] = [];

  constructor(world: World, clients: Clients, rng: Rng) {
    this.#world = world;
    this.#clients = clients;
    this.#rng = rng;
    const say: Say = ({ id }, kind, place, command, then, key) => {
      this.#keys += 1;
      this.#put({ by: id, scope: 'g1', key: key ?? `f${this.#keys}` }, kind, place, command, then);
    };
    const threads = new Threads(rng, say);
    this.#fights = new Fights(rng, say, threads);
    this.#hunts = new Hunts(rng, say, threads);
    this.guilds = new Guilds(rng, say);
    this.#players = Array.from({ length: PLAYERS }, (_, index) => ({
      id: idOf(rng, `u${index.toString(36)}`, 8),
      // nobody may be alone who has to meet somebody
      realm: index === ADOPTERS + FIRST_ACTS.indexOf('duel') || index === 0 ? REALMS[0] : oneOf(rng, REALMS),
      scope: oneOf(rng, SCOPES),
      first: FIRST_ACTS[index - ADOPTERS],
      pet: undefined,
      left: 2,
      keys: 0,
    }));
  }

  get isDone(): boolean {
    return this.#players.every(({ left }) => left <= 0);
  }

  /** Lets everybody arrive within the first seconds. */
  start(): void {
    for (const [index, player] of this.#players.entries()) {
      this.#world.clock.after(between(this.#rng, 0, 2_000), () => this.#arrive(player, index < ADOPTERS));
    }
  }

  /** Looks at something that exists, now. */
  look(): void {
    if (this.#places.length === 0) return;
    const { kind, place } = oneOf(this.#rng, this.#places);
    this.#clients.read(kind, place);
  }

  /** Every entity that a command was sent to. */
  get places(): readonly { readonly kind: AnyKind; readonly place: Place }[] {
    return this.#places;
  }

  #send(player: Player, kind: AnyKind, place: Place, command: DomainCommand, then: Then, key?: string): Op {
    player.keys += 1;
    const { id: by, scope } = player;
    return this.#put({ by, scope, key: key ?? `k${player.keys}` }, kind, place, command, then);
  }

  #put(
    { by, scope, key }: { readonly by: string; readonly scope: string; readonly key: string },
    kind: AnyKind,
    place: Place,
    command: DomainCommand,
    then: Then,
  ): Op {
    const { realm, id } = place;
    if (
      !this.#places.some(
        (known) => known.kind === kind && known.place.realm === realm && known.place.id === id,
      )
    ) {
      this.#places.push({ kind, place });
    }
    const isMinted = oneIn(this.#rng, 700);
    return this.#clients.send({
      kind,
      place,
      command,
      commandId: `${by}/${key}`,
      by,
      scope,
      mintedMs: isMinted ? this.#world.clock.nowMs() : undefined,
      then,
    });
  }

  #asUser(player: Player, command: UserCommand, then: Then, key?: string): Op {
    return this.#send(player, simUser, { realm: '0', id: player.id }, command, then, key);
  }

  #arrive(player: Player, adopts: boolean): void {
    const bind = { type: 'Bind', userId: sealed(player.id, player.id), provider: 'sim' };
    this.#send(player, simIdentity, { realm: '0', id: `i${player.id}` }, bind, () => {
      this.#asUser(
        player,
        { type: 'Enroll', name: sealed(player.id, `Name ${player.id}`), realm: player.realm },
        () => {
          if (adopts) this.#adopt(player);
          this.#soon(player);
        },
      );
    });
  }

  #soon(player: Player): void {
    this.#world.clock.after(between(this.#rng, 1, 1_500), () => this.#act(player));
  }

  #act(player: Player): void {
    if (player.left <= 0) return;
    player.left -= 1;
    const go = (): void => this.#soon(player);
    const { first } = player;
    player.first = undefined;
    if (first === undefined) this.#choose(player, go);
    else this.#begin(first, player, go);
    if (oneIn(this.#rng, 600)) this.look();
  }

  #begin(first: FirstAct, player: Player, go: () => void): void {
    switch (first) {
      case 'train':
        return this.#train(player, go, true);
      case 'travel':
        return this.#travel(player, go, true);
      case 'queue':
        return this.#fights.queue(player, go);
      case 'hunt':
        return this.#hunts.hunt(player, go);
      case 'duel':
        return this.#fights.duel(player, this.#friend(player), go);
      case 'tell':
        return this.guilds.choose(player, () => this.guilds.tell(player, go, true));
    }
  }

  #choose(player: Player, go: () => void): void {
    const roll = between(this.#rng, 0, 99);
    if (roll < 25) this.#quote(player, this.#payment(player), go);
    else if (roll < 38) this.#quote(player, this.#purchase(player), go);
    else if (roll < 50) this.#asUser(player, { type: 'ClaimDaily', realm: player.realm }, go);
    else if (roll < 60) this.#hold(player, go);
    else if (roll < 62) this.#profile(player, go);
    else if (roll < 64) this.#train(player, go);
    else if (roll < 66) this.#travel(player, go);
    else if (roll < 73) this.#fights.challenge(player, this.#friend(player), go);
    else if (roll < 75) this.#fights.queue(player, go);
    else if (roll < 78) this.#hunts.hunt(player, go);
    else if (roll < 80) this.guilds.change(player, go);
    else if (roll < 81) this.guilds.tell(player, go);
    else if (player.pet === undefined) this.#quote(player, this.#payment(player), go);
    else this.#care(player, player.pet, go);
  }

  #friend(player: Player): Player {
    const others = this.#players.filter((other) => other !== player && other.realm === player.realm);
    return others.length === 0 ? player : oneOf(this.#rng, others);
  }

  #payment(player: Player): QuotePlan {
    const to = this.#friend(player);
    const legs: Leg[] = [
      { from: accountOf(player.id), to: accountOf(to.id), coins: between(this.#rng, 1, 900) },
    ];
    const told: UserCommand = oneIn(this.#rng, 200)
      ? { type: 'Notify', event: 'payment', text: sealed(to.id, 'You were paid.') }
      : { type: 'AwardXp', source: 'pay' };
    const memo = oneIn(this.#rng, 150)
      ? ({ kind: 'pay', note: sealed(player.id, 'for the sweets') } as const)
      : ({ kind: 'pay' } as const);
    return {
      kind: 'pay',
      realm: player.realm,
      transfer: { type: 'Transfer', legs, memo },
      then: [{ to: { kind: 'user', realm: '0', id: to.id }, command: told }],
    };
  }

  #purchase(player: Player): QuotePlan {
    const item = oneOf(this.#rng, ['honeyberry', 'woolball', 'mintdrops', 'guildpin']);
    const quantity = between(this.#rng, 1, 4);
    const price = itemById(item)?.price ?? 1;
    const own = accountOf(player.id);
    const legs: Leg[] = [
      { from: own, to: 'sink', coins: price * quantity },
      { from: 'mint', to: own, item, quantity },
    ];
    return {
      kind: 'buy',
      realm: player.realm,
      transfer: { type: 'Transfer', legs, memo: { kind: 'buy', about: item } },
    };
  }

  #adopt(player: Player): void {
    const id = idOf(this.#rng, 'p', 7);
    const asset = `pet:${player.realm}:${id}`;
    const hatch: PetCommand = {
      type: 'Hatch',
      owner: player.id,
      species: oneOf(this.#rng, SPECIES).id,
      name: sealed(player.id, 'Biscuit'),
    };
    const legs: Leg[] = [{ from: 'mint', to: accountOf(player.id), asset }];
    const plan: QuotePlan = {
      kind: 'adopt',
      realm: player.realm,
      transfer: { type: 'Transfer', legs, memo: { kind: 'adopt', about: asset } },
      then: [{ to: { kind: 'pet', realm: player.realm, id }, command: hatch }],
    };
    this.#quote(
      player,
      plan,
      () => {
        player.pet = id;
        this.#places.push({ kind: simPet, place: { realm: player.realm, id } });
      },
      true,
    );
  }

  /** Opens a quote, then confirms it, cancels it, or both at once. */
  #quote(player: Player, plan: QuotePlan, then: () => void, isSure = false): void {
    const nonce = idOf(this.#rng, 'n', 12);
    this.#asUser(player, { type: 'OpenQuote', nonce, plan }, () => {
      const roll = isSure ? 0 : between(this.#rng, 0, 99);
      if (roll >= 70) this.#asUser(player, { type: 'CancelQuote', nonce }, roll >= 85 ? nothing : then);
      if (roll < 70 || roll >= 85) {
        const tampers = oneIn(this.#rng, 150);
        const op = this.#asUser(
          player,
          { type: 'ConfirmQuote', nonce },
          () => {
            if (tampers) this.#clients.tamper(op, { type: 'ReadInbox' });
            then();
          },
          nonce,
        );
      }
    });
  }

  #hold(player: Player, then: () => void): void {
    const place = { realm: player.realm, id: '0' };
    const holdId = idOf(this.#rng, 'h', 10);
    const account = `hold:${holdId}`;
    const coins = between(this.#rng, 1, 200);
    const own = accountOf(player.id);
    const command: LedgerCommand = {
      type: 'PlaceHold',
      holdId,
      legs: [{ from: own, to: account, coins }],
      owner: { kind: 'user', realm: '0', id: player.id },
      reviewAtMs: this.#world.clock.nowMs() + 60_000,
      memo: { kind: 'hold', about: holdId },
    };
    this.#send(player, simLedger, place, command, (answer) => {
      then();
      if (!answer.ok || oneIn(this.#rng, 300)) return;
      const to = accountOf(this.#friend(player).id);
      const end: LedgerCommand = oneIn(this.#rng, 500)
        ? { type: 'VoidHold', holdId }
        : {
            type: 'SettleHold',
            holdId,
            legs: [{ from: account, to, coins }],
            memo: { kind: 'hold', about: holdId },
          };
      this.#send(player, simLedger, place, end, nothing);
    });
  }

  #profile(player: Player, then: () => void): void {
    this.#asUser(player, profileErrand(this.#rng, player.id), then);
  }

  /** `isFirst`: something that a newcomer may do. */
  #train(player: Player, then: () => void, isFirst = false): void {
    const place = { realm: player.realm, id: player.id };
    this.#send(player, simTrainer, place, trainingErrand(this.#rng, player.id, isFirst), then);
  }

  #travel(player: Player, then: () => void, isFirst = false): void {
    const errand = travelErrand(this.#rng, player.id, this.#world.clock.nowMs(), isFirst);
    this.#send(player, simAdventurer, { realm: '0', id: player.id }, errand, then);
  }

  #care(player: Player, pet: string, then: () => void): void {
    const place = { realm: player.realm, id: pet };
    this.#send(player, simPet, place, careErrand(this.#rng, player.id), then);
  }
}
