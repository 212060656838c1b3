import type { GuildSettings, Language } from '#game/guild/guild-protocol.ts';
import type { Caller, Desk, GuildVisit, Outcome } from '../desk.ts';
import { languageOfTag, panelFor, textFor } from './index.ts';

/** Whoever reads, as far as their language depends on it. */
interface Reader extends Pick<Caller, 'provider' | 'locale'> {
  readonly guild?: Pick<GuildVisit, 'externalId' | 'locale'>;
}

/** The language of what all in a guild see and nobody asked for: what it has chosen, else what it speaks by itself. */
export const languageOfGuild = ({
  language,
  ownLanguage,
}: Pick<GuildSettings, 'language' | 'ownLanguage'>): Language => language ?? ownLanguage ?? 'en';

/**
 * The language of an answer: what the guild has chosen for everybody; else the caller's own for what only they see, and
 * the guild's own for what all see.
 */
export const languageFor = (
  desk: { readonly deps: Pick<Desk['deps'], 'guilds'> },
  { provider, guild, locale }: Reader,
  isEphemeral: boolean,
): Language => {
  const { guilds } = desk.deps;
  const settings = guild === undefined ? undefined : guilds.peek(guilds.idOf(provider, guild.externalId));
  if (settings?.language != null) return settings.language;
  if (isEphemeral || guild === undefined) return languageOfTag(locale) ?? 'en';
  // what the surface says now is newer than what is kept
  return guild.locale === undefined ? (settings?.ownLanguage ?? 'en') : (languageOfTag(guild.locale) ?? 'en');
};

type Spoken = Pick<Outcome, 'panel' | 'error'>;

/** An outcome in the language of those who read it; English when nothing better is known. */
export const spoken = <T extends Spoken>(desk: Desk, caller: Caller, outcome: T): T => {
  const { panel, error } = outcome;
  const language = languageFor(desk, caller, panel.ephemeral);
  return {
    ...outcome,
    panel: panelFor(panel, language),
    ...(error === undefined ? {} : { error: { ...error, message: textFor(error.message, language) } }),
  };
};
