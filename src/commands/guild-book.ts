import { createHmac } from 'node:crypto';
import { guild } from '#actors/guild/guild.ts';
import type { Call, Engine } from '#actors/kit/engine-api.ts';
import type { Bus } from '#events/bus.ts';
import { guildEventSchemas } from '#game/guild/guild-events.ts';
import type { GuildSettings } from '#game/guild/guild-protocol.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import type { Clock } from '#ports/clock.ts';
import { base36 } from './enrol.ts';

/** Guilds kept in memory; the one not asked for longest goes first. */
const REMEMBERED_MAX = 10_000;
/** After this long a guild is asked again, beside the command that noticed: another process may have changed it, ms. */
const FRESH_MS = 60_000;

/** Where a guild's entity lives. */
export const guildPlace = (id: string): { readonly realm: string; readonly id: string } => ({
  realm: DEPLOYMENT_REALM,
  id,
});

interface Kept {
  readonly settings: GuildSettings;
  /** Monotonic ms. */
  readonly atMs: number;
}

type Asking = Pick<Call, 'scope' | 'deadlineMonoMs'>;

/** What guilds have chosen, in memory: asked for once, thrown away when the bus or a command says that it changed. */
export class GuildBook {
  readonly #engine: Pick<Engine, 'read'>;
  readonly #clock: Clock;
  readonly #deploymentKey: Buffer;
  readonly #ids = new Map<string, string>();
  readonly #kept = new Map<string, Kept>();
  readonly #asking = new Map<string, Promise<GuildSettings>>();

  constructor(engine: Pick<Engine, 'read'>, clock: Clock, deploymentKey: Buffer) {
    this.#engine = engine;
    this.#clock = clock;
    this.#deploymentKey = deploymentKey;
  }

  /** The id of a guild's entity, which tells nothing about the guild. */
  idOf(provider: string, externalId: string): string {
    const key = `${provider}\0${externalId}`;
    const known = this.#ids.get(key);
    if (known !== undefined) return known;
    const id = base36(createHmac('sha256', this.#deploymentKey).update(`guild/1\0${key}`).digest(), 14);
    keep(this.#ids, key, id);
    return id;
  }

  /** What is known of a guild; never asks. */
  peek(id: string): GuildSettings | undefined {
    return this.#kept.get(id)?.settings;
  }

  /** What a guild has chosen: from memory, or for the first time from its entity. @throws Fault */
  async settingsOf(id: string, asking: Asking): Promise<GuildSettings> {
    const kept = this.#kept.get(id);
    if (kept === undefined) return this.#ask(id, asking);
    if (this.#clock.monoMs() - kept.atMs > FRESH_MS) {
      // what is known goes on until there is something newer
      this.#ask(id, asking).catch(() => undefined);
    }
    return kept.settings;
  }

  /** Throws away what is known of a guild, and an answer that is on its way. */
  forget(id: string): void {
    this.#kept.delete(id);
    this.#asking.delete(id);
  }

  /** Forgets each guild of which the bus says that it changed. */
  follow(bus: Bus): () => void {
    const stops = (Object.keys(guildEventSchemas) as (keyof typeof guildEventSchemas)[]).map((type) =>
      bus.react('guild settings', `guild.${type}`, ({ id }) => this.forget(id)),
    );
    return () => {
      for (const stop of stops) stop();
    };
  }

  #ask(id: string, asking: Asking): Promise<GuildSettings> {
    const under = this.#asking.get(id);
    if (under !== undefined) return under;
    const asked = this.#engine.read(guild, guildPlace(id), 'settings', undefined, asking);
    const answer = asked.then((settings) => {
      if (this.#asking.get(id) === answer) {
        this.#asking.delete(id);
        keep(this.#kept, id, { settings, atMs: this.#clock.monoMs() });
      }
      return settings;
    });
    this.#asking.set(id, answer);
    answer.catch(() => {
      if (this.#asking.get(id) === answer) this.#asking.delete(id);
    });
    return answer;
  }
}

/** Remembers as the newest; of too many the oldest goes. */
const keep = <V>(map: Map<string, V>, key: string, value: V): void => {
  map.delete(key);
  map.set(key, value);
  if (map.size <= REMEMBERED_MAX) return;
  const oldest = map.keys().next();
  if (oldest.done !== true) map.delete(oldest.value);
};
