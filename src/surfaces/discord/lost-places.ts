import { DiscordAPIError, GatewayDispatchEvents } from 'discord.js';
import { guild } from '#actors/guild/guild.ts';
import type { Desk } from '#commands/desk.ts';
import { guildPlace } from '#commands/guild-book.ts';
import type { LosePlace } from '#game/guild/guild-protocol.ts';
import { Fault } from '#ports/fault.ts';
import type { SurfaceLog } from './interactions.ts';

/** A channel, thread or role of a guild was deleted. */
export interface LostNews extends Pick<LosePlace, 'what' | 'place'> {
  /** Discord's id of the guild. */
  readonly guildId: string;
}

const GONE: Readonly<Record<string, LosePlace['what']>> = {
  [GatewayDispatchEvents.ChannelDelete]: 'channel',
  [GatewayDispatchEvents.ThreadDelete]: 'channel',
  [GatewayDispatchEvents.GuildRoleDelete]: 'role',
};

/** What an event says of a place that is gone; `undefined`: nothing. */
export const lostNews = ({
  t,
  d,
}: {
  readonly t: string | null;
  readonly d: unknown;
}): LostNews | undefined => {
  const what = t === null ? undefined : GONE[t];
  if (what === undefined) return undefined;
  const { id, guild_id: guildId, role_id: roleId } = d as Readonly<Record<string, string | undefined>>;
  const place = what === 'role' ? roleId : id;
  return guildId === undefined || place === undefined ? undefined : { guildId, what, place };
};

/** Whether something out of the stream is such news; all else there is an interaction. */
export const isLostNews = (payload: unknown): payload is LostNews =>
  typeof payload === 'object' && payload !== null && 'place' in payload && 'what' in payload;

/** Whether Discord knows the channel no more. */
export const isUnknownChannel = (error: unknown): boolean =>
  error instanceof DiscordAPIError && error.code === 10_003;

/** Who speaks to guilds; no user id has this form. */
const SELF = 'discord:0:places';
const SCOPE = 'places';
/** What the guild could not be told is tried again after so long, ms. */
const AGAIN_MS = [200, 1_000, 5_000, 15_000] as const;

/** Tells guilds that something their settings may point to was deleted. */
export class LostPlaces {
  readonly #desk: Desk;
  readonly #log: SurfaceLog;

  constructor(desk: Desk, log: SurfaceLog) {
    this.#desk = desk;
    this.#log = log;
  }

  /** Discord says that something is gone; most guilds have chosen nothing there. */
  hear({ guildId, what, place }: LostNews): Promise<void> {
    return this.lose(this.#desk.deps.guilds.idOf('discord', guildId), { type: 'LosePlace', what, place });
  }

  /** Takes back what a guild has chosen in a place that is gone. `id`: of its entity. It never fails: what stays impossible is logged. */
  async lose(id: string, command: LosePlace): Promise<void> {
    const { deps } = this.#desk;
    const commandId = `${SELF}/${this.#desk.mintKey()}`;
    for (let attempt = 0; ; attempt += 1) {
      try {
        if (await this.#isChosen(id, command)) {
          await deps.engine.ask(guild, guildPlace(id), command, { ...this.#call(), commandId, by: SELF });
          deps.guilds.forget(id);
          this.#log('info', 'what a guild had chosen was deleted', { guild: id, what: command.what });
        }
        return;
      } catch (error) {
        const waitMs = AGAIN_MS[attempt];
        if (!(error instanceof Fault && error.retryable) || waitMs === undefined) {
          this.#log('warn', 'a guild could not be told what was deleted', { guild: id, err: error });
          return;
        }
        await new Promise<void>((resolve) => {
          deps.clock.after(waitMs, resolve);
        });
      }
    }
  }

  /** Asks the guild itself: what is remembered of it may be a minute old. */
  async #isChosen(id: string, { what, place }: LosePlace): Promise<boolean> {
    const { engine } = this.#desk.deps;
    const { features, channels, roles, news } = await engine.read(
      guild,
      guildPlace(id),
      'settings',
      undefined,
      this.#call(),
    );
    return what === 'role'
      ? roles.some(({ role }) => role === place)
      : news === place || [...features, ...channels].some(({ channel }) => channel === place);
  }

  #call() {
    const { deps, answerWithinMs } = this.#desk;
    return { scope: SCOPE, deadlineMonoMs: deps.clock.monoMs() + answerWithinMs };
  }
}
