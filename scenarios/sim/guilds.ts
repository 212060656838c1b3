import type { BroadcastCommand } from '#game/broadcast/broadcast.ts';
import type { Authority, GuildChange, GuildCommand } from '#game/guild/guild-protocol.ts';
import type { Rng } from '#game/shared/rng.ts';
import { sealed } from '#game/shared/sealed.ts';
import type { Answer } from '#actors/kit/engine-api.ts';
import { between, idOf, oneIn, oneOf } from './chance.ts';
import type { Fighter, Say } from './fights.ts';
import { simBroadcast, simGuild } from './kinds.ts';

/** Ids of the guilds' entities. */
const GUILDS = ['gild0', 'gild1', 'gild2'] as const;
/** Channels as Discord names them. */
const CHANNELS = ['100000000000000001', '100000000000000002'] as const;
const ROLE = '100000000000000009';
/** Who says that a channel is gone; no person's id has this form. */
const SURFACE = { id: 'discord:0:places' };

const MANAGER: Authority = { isOwner: false, isManager: true, roleIds: [] };
const OWNER: Authority = { isOwner: true, isManager: false, roleIds: [] };
const ROLE_BEARER: Authority = { isOwner: false, isManager: false, roleIds: [ROLE] };

/** People who manage guilds, channels that go, and owners of the service who write to all guilds. */
export class Guilds {
  readonly #rng: Rng;
  readonly #say: Say;
  /** Ids of the messages to all guilds that somebody was told are on their way. */
  readonly sent: string[] = [];

  constructor(rng: Rng, say: Say) {
    this.#rng = rng;
    this.#say = say;
  }

  /** Every guild chooses where it wants news; `then` once the last of them has. */
  choose(one: Fighter, then: () => void): void {
    let open = GUILDS.length;
    for (const guild of GUILDS) {
      const news: GuildChange = { type: 'SetNews', channel: oneOf(this.#rng, CHANNELS) };
      this.#guild(one, guild, { ...news, authority: MANAGER }, () => {
        open -= 1;
        if (open === 0) then();
      });
    }
  }

  /** One change of one guild, on grounds that may not be enough. */
  change(one: Fighter, then: () => void): void {
    const channel = oneOf(this.#rng, CHANNELS);
    const isOn = oneIn(this.#rng, 500);
    const changes: readonly GuildChange[] = [
      { type: 'SetNews', channel: oneIn(this.#rng, 300) ? null : channel },
      { type: 'SetRole', role: ROLE, as: oneOf(this.#rng, ['moderator', 'manager', null] as const) },
      { type: 'SetFeature', feature: 'battle', channel: oneIn(this.#rng, 500) ? channel : null, isOn },
      { type: 'SetChannel', channel, isOn },
      { type: 'SetLanguage', language: oneOf(this.#rng, ['en', 'de', null] as const) },
      { type: 'Ban', reason: sealed(one.id, 'a test.') },
      { type: 'Unban' },
    ];
    const authority = oneOf(this.#rng, [MANAGER, OWNER, ROLE_BEARER]);
    const guild = oneOf(this.#rng, GUILDS);
    this.#guild(one, guild, { ...oneOf(this.#rng, changes), authority }, then);
    if (oneIn(this.#rng, 200)) {
      this.#guild(SURFACE, guild, { type: 'LosePlace', what: 'channel', place: channel });
    }
  }

  /** Writes to all guilds; sends it, takes it back, or both at once. `isSure`: it is sent. */
  tell(one: Fighter, then: () => void, isSure = false): void {
    const id = idOf(this.#rng, 'w', 9);
    const draft: BroadcastCommand = { type: 'Draft', text: sealed(one.id, `News ${id}`) };
    this.#broadcast(one, id, draft, () => {
      const roll = isSure ? 0 : between(this.#rng, 0, 99);
      if (roll >= 80) this.#broadcast(one, id, { type: 'Discard' }, roll >= 90 ? undefined : then);
      if (roll < 80 || roll >= 90) {
        this.#broadcast(one, id, { type: 'Send' }, ({ ok }) => {
          if (ok) this.sent.push(id);
          then();
        });
      }
      // somebody else may not, and nobody twice
      if (oneIn(this.#rng, 150)) this.#broadcast({ id: 'operator' }, id, { type: 'Send' });
      if (oneIn(this.#rng, 150)) this.#broadcast(one, id, { type: 'Send' });
    });
  }

  #guild(by: { readonly id: string }, id: string, command: GuildCommand, then: () => void = nothing): void {
    this.#say(by, simGuild, { realm: '0', id }, command, then);
  }

  #broadcast(
    by: { readonly id: string },
    id: string,
    command: BroadcastCommand,
    then: (answer: Answer<unknown>) => void = nothing,
  ): void {
    this.#say(by, simBroadcast, { realm: '0', id }, command, then);
  }
}

const nothing = (): void => undefined;
