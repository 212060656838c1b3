import { guild } from '#actors/guild/guild.ts';
import type { Desk } from '#commands/desk.ts';
import { guildPlace } from '#commands/guild-book.ts';
import { languageOfTag } from '#commands/language/index.ts';
import type { GuildPlace } from './incoming.ts';
import type { SurfaceLog } from './interactions.ts';

/** Who speaks to guilds; no user id has this form. */
const SELF = 'discord:0:languages';
const SCOPE = 'languages';

/**
 * Keeps what each guild speaks, which Discord says with every interaction and with nothing else: what is told there later,
 * by this process or the next, needs no interaction first.
 */
export class GuildLanguages {
  readonly #desk: Desk;
  readonly #log: SurfaceLog;
  /** Guilds that are being told. */
  readonly #telling = new Set<string>();

  constructor(desk: Desk, log: SurfaceLog) {
    this.#desk = desk;
    this.#log = log;
  }

  /** Something came from a guild. It never fails: the next thing that comes from there says the same. */
  async note({ guildId, locale }: Pick<GuildPlace, 'guildId' | 'locale'>): Promise<void> {
    if (locale === undefined) return;
    const { deps, mintKey } = this.#desk;
    const { engine, guilds } = deps;
    const id = guilds.idOf('discord', guildId);
    const language = languageOfTag(locale) ?? 'en';
    if (this.#telling.has(id)) return;
    this.#telling.add(id);
    try {
      const { ownLanguage } = guilds.peek(id) ?? (await guilds.settingsOf(id, this.#call()));
      if ((ownLanguage ?? 'en') === language) return;
      const command = { type: 'NoteLanguage', language } as const;
      const commandId = `${SELF}/${mintKey()}`;
      await engine.ask(guild, guildPlace(id), command, { ...this.#call(), commandId, by: SELF });
      guilds.forget(id);
    } catch (error) {
      this.#log('info', 'what a guild speaks could not be kept', { guild: id, err: error });
    } finally {
      this.#telling.delete(id);
    }
  }

  #call() {
    const { deps, answerWithinMs } = this.#desk;
    return { scope: SCOPE, deadlineMonoMs: deps.clock.monoMs() + answerWithinMs };
  }
}
