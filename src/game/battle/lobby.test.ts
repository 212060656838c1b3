import { describe, expect, it } from 'vitest';
import type { Context, Effect, ReminderChange } from '#game/shared/decider.ts';
import { STARTERS } from '#game/pokemon/starters.ts';
import { sfc32 } from '#game/shared/rng.ts';
import { team } from '#test/support/battle-rig.ts';
import { lobbyDecider, lobbyReads } from './lobby.ts';
import { type Entry, type LobbyCommand, PAIR_EVERY_MS, WAIT_MAX_MS, WAITING_MAX } from './lobby-protocol.ts';
import { type LobbyEvent, lobbyEventSchemas, lobbyStateSchema, upgradeLobbyState } from './lobby-state.ts';

const SELF = { kind: 'lobby', realm: 'home', id: 'cross' };
const OWN = 'lobby:home:cross';

const POKEMON = { kind: 'lobby', realm: 'home', id: 'pokemon' };
const dealt = (format = 'gen9randombattle', version = 'test/1'): Entry => ({
  lineup: null,
  pokemon: { format, version, team: null },
});
const owned = (species: number, format = 'gen9ou'): Entry => ({
  lineup: null,
  pokemon: {
    format,
    version: 'test/1',
    team: STARTERS.slice(species, species + 1).map(({ mon }) => mon),
  },
});

/** One lobby driven by hand. */
class Room {
  readonly #self: typeof SELF;
  state;
  nowMs = 1_800_000_000_000;
  readonly events: LobbyEvent[] = [];
  readonly effects: Effect[] = [];
  reminder: ReminderChange | undefined;
  readonly #rng = sfc32(1, 2, 3, 4);

  constructor(self = SELF) {
    this.#self = self;
    this.state = lobbyDecider.initial(self);
  }

  #context(by: string): Context {
    return { nowMs: this.nowMs, rng: this.#rng, self: this.#self, by, commandId: 'k' };
  }

  give(by: string, command: LobbyCommand): unknown {
    const decision = lobbyDecider.decide(this.state, command, this.#context(by));
    if (!decision.ok) return decision.rejection.code;
    for (const event of decision.events) {
      const { type, ...data } = event;
      lobbyEventSchemas[type].parse(JSON.parse(JSON.stringify(data)));
      this.state = lobbyDecider.evolve(this.state, event, this.nowMs);
      this.events.push(event);
    }
    lobbyStateSchema.parse(JSON.parse(JSON.stringify(this.state)));
    this.effects.push(...(decision.effects ?? []));
    this.reminder = decision.reminders?.[0];
    return decision.reply;
  }

  join(by: string, rating = 1_500, size = 1): unknown {
    return this.wait(by, { lineup: team(by, size), pokemon: null }, rating);
  }

  wait(by: string, entry: Entry, rating = 1_500): unknown {
    return this.give(by, { type: 'Join', rating, ...entry });
  }

  pairs(): readonly (readonly string[])[] {
    return this.events.flatMap((event) => (event.type === 'PairMade' ? [event.players] : []));
  }

  settle(outcome: Parameters<NonNullable<typeof lobbyDecider.settle>>[2]): readonly Effect[] {
    const effect = this.effects.find(({ command }) => command.type === 'Open');
    if (effect === undefined) throw new Error('no battle was opened');
    return lobbyDecider.settle?.(this.state, effect, outcome, this.#context('battle:home:x')).effects ?? [];
  }
}

describe('the lobby', () => {
  it('pairs the second with the first, and opens one battle with both teams', () => {
    const room = new Room();
    expect(room.join('ash')).toEqual({ type: 'Waiting', waiting: 1 });
    room.nowMs += 4_000;
    const reply = room.join('misty', 1_600) as { readonly type: string; readonly battleId: string };
    expect(reply.type).toBe('Matched');
    expect(room.effects).toMatchObject([
      {
        to: { kind: 'battle', realm: 'home', id: reply.battleId },
        command: {
          type: 'Open',
          stake: 0,
          isEven: true,
          players: [
            { kind: 'person', userId: 'ash' },
            { kind: 'person', userId: 'misty' },
          ],
          lineup: { fighters: [{ name: 'ash a' }] },
          answer: { fighters: [{ name: 'misty a' }] },
        },
      },
    ]);
    expect(reply.battleId).toMatch(/^[a-z0-9]{14}$/);
    expect(room.state.waiting).toEqual([]);
    expect(room.reminder).toEqual({ name: 'pair', dueMs: null });
  });

  it('keeps people apart whose ratings lie far apart, until both bands have widened', () => {
    const room = new Room();
    room.join('ash', 1_500);
    room.join('gary', 1_950);
    expect(room.pairs()).toEqual([]);
    expect(room.reminder).toMatchObject({ dueMs: room.nowMs + PAIR_EVERY_MS, command: { type: 'Pair' } });
    for (let time = 0; time < 10 && room.pairs().length === 0; time += 1) {
      room.nowMs += PAIR_EVERY_MS;
      room.give(OWN, { type: 'Pair' });
    }
    expect(room.pairs()).toEqual([['ash', 'gary']]);
    // 150 points at first and ten more each second
    expect(room.events.at(-1)).toMatchObject({ waitedMs: 30_000 });
  });

  it('does not let a newcomer’s narrow band be overruled by somebody who has waited long', () => {
    const room = new Room();
    room.join('ash', 1_500);
    room.nowMs += 100_000;
    room.join('gary', 2_000);
    expect(room.pairs()).toEqual([]);
  });

  it('takes anybody after two minutes, and teams of one size only', () => {
    const room = new Room();
    room.join('ash', 500);
    room.join('gary', 3_000);
    room.join('brock', 500, 3);
    room.nowMs += 120_000;
    room.give(OWN, { type: 'Pair' });
    expect(room.pairs()).toEqual([['ash', 'gary']]);
    expect(room.state.waiting.map(({ userId }) => userId)).toEqual(['brock']);
  });

  it('pairs the longest waiting first, with the nearest rating', () => {
    const room = new Room();
    room.join('ash', 1_500);
    room.nowMs += 1;
    room.join('far', 2_060);
    room.nowMs += 1;
    room.join('near', 1_760);
    room.nowMs += 60_000;
    room.give(OWN, { type: 'Pair' });
    expect(room.pairs()).toEqual([['ash', 'near']]);
  });

  it('refuses who waits already, who is nobody’s person, and one too many', () => {
    const room = new Room();
    room.join('ash');
    expect(room.join('ash')).toBe('E_BUSY');
    expect(room.join('battle:home:b1')).toBe('E_PERM');
    expect(room.give('misty', { type: 'Leave' })).toBe('E_GONE');
    expect(room.wait('misty', { lineup: team('x', 0), pokemon: null })).toBe('E_INPUT');
    for (let n = 1; n < WAITING_MAX; n += 1) room.join(`u${n}`, 10_000 * n);
    expect(room.join('late')).toBe('E_LIMIT');
    expect(JSON.stringify(room.state).length).toBeLessThan(256 * 1_024);
  });

  it('lets people leave, and sends home who has waited a quarter of an hour', () => {
    const room = new Room();
    room.join('ash');
    expect(room.give('ash', { type: 'Leave' })).toEqual({ type: 'Left' });
    room.join('misty');
    expect(room.reminder).toMatchObject({ dueMs: room.nowMs + WAIT_MAX_MS });
    room.nowMs += WAIT_MAX_MS;
    room.give(OWN, { type: 'Pair' });
    expect(room.events.at(-1)).toEqual({ type: 'PersonLeft', userId: 'misty', isOverdue: true });
    expect(room.effects.at(-1)).toMatchObject({
      to: { kind: 'user', id: 'misty' },
      command: { type: 'Notify' },
    });
  });

  it('tells how the waiting stands, and learns what people wait', () => {
    const room = new Room();
    room.join('ash');
    room.nowMs += 10_000;
    const wait = (userId: string) => lobbyReads.wait(room.state, { userId }, room.nowMs);
    expect(wait('ash')).toEqual({
      waitedMs: 10_000,
      band: 250,
      rating: 1_500,
      format: null,
      waiting: 1,
      estimateMs: 30_000,
    });
    expect(wait('misty')).toBeUndefined();
    room.join('misty');
    room.join('gary');
    expect(wait('gary')).toMatchObject({ band: 150, estimateMs: 25_000 });
    room.nowMs += 120_000;
    expect(wait('gary')?.band).toBeNull();
  });

  it('says so when their battle could not be opened', () => {
    const room = new Room();
    room.join('ash');
    room.join('misty');
    expect(room.settle({ ok: true, reply: null })).toEqual([]);
    const told = room.settle({ ok: false, rejection: { code: 'E_STALE', message: 'no' } });
    expect(told.map(({ to }) => to.id)).toEqual(['ash', 'misty']);
  });
});

describe('the lobby of Pokémon battles', () => {
  it('pairs two of one format, and opens one match with both teams', () => {
    const room = new Room(POKEMON);
    expect(room.wait('ash', owned(0))).toEqual({ type: 'Waiting', waiting: 1 });
    expect(room.wait('gary', dealt())).toEqual({ type: 'Waiting', waiting: 2 });
    room.nowMs += 1_000;
    const reply = room.wait('misty', owned(1)) as { readonly type: string; readonly battleId: string };
    expect(reply.type).toBe('Matched');
    expect(room.effects).toEqual([
      {
        to: { kind: 'match', realm: 'home', id: reply.battleId },
        tag: 'ash misty',
        command: {
          type: 'Open',
          players: [
            { kind: 'person', userId: 'ash' },
            { kind: 'person', userId: 'misty' },
          ],
          version: 'test/1',
          game: { rules: 'pokemon', format: 'gen9ou' },
          team: [STARTERS[0]?.mon],
          answer: [STARTERS[1]?.mon],
          isPrivate: false,
          isEven: true,
        },
      },
    ]);
    expect(room.state.waiting.map(({ userId }) => userId)).toEqual(['gary']);
  });

  it('keeps formats apart however long somebody waits, and asks nobody for a team that is dealt', () => {
    const room = new Room(POKEMON);
    room.wait('ash', dealt('gen9randombattle'));
    room.wait('gary', dealt('gen1randombattle'));
    room.nowMs += 600_000;
    room.give('lobby:home:pokemon', { type: 'Pair' });
    expect(room.pairs()).toEqual([]);
    room.wait('misty', dealt('gen1randombattle'));
    expect(room.pairs()).toEqual([['gary', 'misty']]);
    expect(room.effects.at(-1)).toMatchObject({ command: { team: null, answer: null } });
  });

  it('plays by the rules that whoever came last has brought: those of the first may be gone', () => {
    const room = new Room(POKEMON);
    room.wait('ash', dealt('gen9randombattle', 'old/1'));
    room.nowMs += 60_000;
    room.wait('misty', dealt('gen9randombattle', 'new/2'));
    expect(room.effects[0]).toMatchObject({ command: { version: 'new/2' } });
  });

  it('takes nobody with what belongs into another lobby, or with a team that is none', () => {
    const fighters: Entry = { lineup: team('x', 1), pokemon: null };
    expect(new Room(POKEMON).wait('ash', fighters)).toBe('E_INPUT');
    expect(new Room().wait('ash', dealt())).toBe('E_INPUT');
    const nobody: Entry = { lineup: null, pokemon: { format: 'gen9ou', version: 'test/1', team: [] } };
    expect(new Room(POKEMON).wait('ash', nobody)).toBe('E_INPUT');
    for (const self of [SELF, POKEMON]) {
      expect(new Room(self).wait('ash', { ...fighters, ...dealt(), lineup: team('x', 1) } as never)).toBe(
        'E_INPUT',
      );
      expect(new Room(self).wait('ash', { lineup: null, pokemon: null } as never)).toBe('E_INPUT');
    }
  });

  it('is not what somebody of the release before means, who speaks of fighters alone', () => {
    const old: LobbyCommand = { type: 'Join', rating: 1_500, lineup: team('x', 1) };
    expect(new Room().give('ash', old)).toEqual({ type: 'Waiting', waiting: 1 });
    expect(new Room(POKEMON).give('ash', old)).toBe('E_INPUT');
  });

  it('holds as many teams of six as may wait at once in one page of a snapshot', () => {
    const room = new Room(POKEMON);
    const six = STARTERS.slice(0, 1).flatMap(({ mon }) => Array.from({ length: 6 }, () => mon));
    for (let n = 0; n < WAITING_MAX; n += 1)
      room.wait(`u${n}`, {
        lineup: null,
        pokemon: { format: `gen9format${n}`, version: 'test/1', team: six },
      });
    expect(room.state.waiting).toHaveLength(WAITING_MAX);
    expect(JSON.stringify(room.state).length).toBeLessThan(256 * 1_024);
  });

  it('says how the waiting stands, and for which format', () => {
    const room = new Room(POKEMON);
    room.wait('ash', dealt());
    expect(lobbyReads.wait(room.state, { userId: 'ash' }, room.nowMs)).toMatchObject({
      format: 'gen9randombattle',
      waiting: 1,
    });
  });

  it('goes on with those who waited before there was more than one kind of it', () => {
    const lineup = team('ash', 1);
    const old = { waiting: [{ userId: 'ash', rating: 1_500, lineup, sinceMs: 1 }], typicalMs: 5 };
    expect(lobbyStateSchema.parse(upgradeLobbyState(JSON.parse(JSON.stringify(old))))).toEqual({
      waiting: [{ userId: 'ash', rating: 1_500, sinceMs: 1, lineup, pokemon: null }],
      typicalMs: 5,
    });
  });
});
