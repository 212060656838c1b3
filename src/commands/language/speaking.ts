import type { Language } from '#game/guild/guild-protocol.ts';
import type { Caller, Desk, Outcome } from '../desk.ts';
import { languageOfTag, TRANSLATORS } from './index.ts';
import { panelIn } from './panels.ts';

/**
 * The language of an answer: what the guild has chosen for everybody; else the caller's own for what only they see, and
 * the guild's own for what all see.
 */
export const languageFor = (
  desk: { readonly deps: Pick<Desk['deps'], 'guilds'> },
  { provider, guild, locale }: Pick<Caller, 'provider' | 'guild' | 'locale'>,
  isEphemeral: boolean,
): Language => {
  const { guilds } = desk.deps;
  const chosen =
    guild === undefined ? undefined : guilds.peek(guilds.idOf(provider, guild.externalId))?.language;
  const own = isEphemeral || guild === undefined ? locale : guild.locale;
  return chosen ?? languageOfTag(own) ?? 'en';
};

type Spoken = Pick<Outcome, 'panel' | 'error'>;

/** An outcome in the language of those who read it; English when nothing better is known. */
export const spoken = <T extends Spoken>(desk: Desk, caller: Caller, outcome: T): T => {
  const translator = TRANSLATORS[languageFor(desk, caller, outcome.panel.ephemeral)];
  if (translator === undefined) return outcome;
  const { panel, error } = outcome;
  return {
    ...outcome,
    panel: panelIn(panel, translator),
    ...(error === undefined ? {} : { error: { ...error, message: translator.say(error.message) } }),
  };
};
