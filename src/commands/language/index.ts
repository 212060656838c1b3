import { type Language, LANGUAGES } from '#game/guild/guild-protocol.ts';
import { GERMAN } from './de/index.ts';
import { panelIn } from './panels.ts';
import { Translator } from './translator.ts';
import type { Panel } from '../panel.ts';

/** Every language but English, which the texts are written in. */
export const TRANSLATORS: Readonly<Partial<Record<Language, Translator>>> = {
  de: new Translator('de', GERMAN),
};

/** The language behind a tag such as `de-CH` or the header `de,en;q=0.8`; `undefined`: none that is spoken here. */
export const languageOfTag = (tag: string | undefined): Language | undefined => {
  const wanted = (tag ?? '').split(',')[0]?.trim().slice(0, 2).toLowerCase();
  return LANGUAGES.find((language) => language === wanted);
};

/** A panel in a language. */
export const panelFor = (panel: Panel, language: Language): Panel => {
  const translator = TRANSLATORS[language];
  return translator === undefined ? panel : panelIn(panel, translator);
};

/** A text in a language. */
export const textFor = (text: string, language: Language): string => TRANSLATORS[language]?.say(text) ?? text;
