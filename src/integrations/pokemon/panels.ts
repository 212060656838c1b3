import type { CommandContext } from '#commands/define-command.ts';
import { mintNonce } from '#commands/nonce.ts';
import type { Panel, PanelImage, PanelTable, Select } from '#commands/panel.ts';
import type { TypeName } from '#game/battle/cross/v1/chart.ts';
import { CLASSES } from '#game/battle/cross/v1/sheet.ts';
import { type Dex, STATS, type StatName } from '#game/pokemon/dex.ts';
import { type Mon, monName, statsOf } from '#game/pokemon/mon.ts';
import { natureOf } from '#game/pokemon/natures.ts';
import { pokemonShape } from '#game/pokemon/shape.ts';
import type { BoxView } from '#game/pokemon/trainer-reads.ts';
import { labelOf } from './box-desk.ts';

/** Colours of types on the wheel, 0 to 359. */
const HUES: Readonly<Record<TypeName, number>> = {
  normal: 60,
  fire: 20,
  water: 215,
  electric: 48,
  grass: 110,
  ice: 185,
  fighting: 5,
  poison: 300,
  ground: 38,
  flying: 250,
  psychic: 335,
  bug: 75,
  rock: 45,
  ghost: 265,
  dragon: 240,
  dark: 28,
  steel: 205,
  fairy: 325,
};

const STAT_LABELS: Readonly<Record<StatName, string>> = {
  hp: 'HP',
  atk: 'Attack',
  def: 'Defense',
  spa: 'Sp. Atk',
  spd: 'Sp. Def',
  spe: 'Speed',
};

const capital = (word: string): string => word.charAt(0).toUpperCase() + word.slice(1);
const typesText = (types: readonly string[]): string => types.map(capital).join(' / ');

/** A picture of our own: initials on the colour of its first type. */
export const monImage = (dex: Dex, { mon }: Pick<BoxView, 'mon'>): PanelImage => ({
  alt: labelOf({ mon }),
  initials: mon.species.slice(0, 2),
  hue: HUES[dex.species(mon.species)?.types[0] ?? 'normal'],
});

const whereText = ({ slot, isLoaner }: BoxView): string =>
  `${slot === null ? 'box' : `slot ${slot}`}${isLoaner ? ', loaner' : ''}`;

/** A list of Pokémon. */
export const monTable = (dex: Dex, mons: readonly BoxView[]): PanelTable => ({
  columns: [
    { label: 'Id' },
    { label: 'Name' },
    { label: 'Species' },
    { label: 'Type' },
    { label: 'Level', align: 'right' },
    { label: 'Item' },
    { label: 'Where' },
  ],
  rows: mons.map((one) => [
    one.monId,
    monName(one.mon),
    one.mon.species,
    typesText(dex.species(one.mon.species)?.types ?? []),
    String(one.mon.level),
    one.mon.item ?? '–',
    whereText(one),
  ]),
});

/** A choice among Pokémon that shows the chosen one. */
export const monSelect = (context: CommandContext, mons: readonly BoxView[]): Select => ({
  kind: 'select',
  customId: context.deps.customIds.encode({
    feature: 'pokemon',
    verb: 'info',
    entity: '-',
    revision: 0,
    owner: context.userId,
    nonce: mintNonce(context),
  }),
  placeholder: 'Look at one',
  options: mons.slice(0, 25).map((one) => ({
    label: labelOf(one),
    value: one.monId,
    description: whereText(one),
  })),
  max: 1,
  disabled: false,
});

/** A team, or what to do about having none. */
export const teamPanel = (context: CommandContext, dex: Dex, team: readonly BoxView[], note = ''): Panel => ({
  title: team.length === 0 ? 'No team yet' : 'Your team',
  tone: note === '' ? 'neutral' : 'good',
  text:
    team.length === 0
      ? '`/pokemon start` gives you a first Pokémon, `/pokemon team import` takes a team of Pokémon Showdown.'
      : [note, 'Imported Pokémon are loaners: they fight for you and cannot be traded.']
          .filter((line) => line !== '')
          .join('\n'),
  ...(team.length === 0
    ? {}
    : {
        tables: [monTable(dex, team)],
        images: team.map((one) => monImage(dex, one)),
        controls: [[monSelect(context, team)]],
      }),
  ephemeral: true,
});

const shapeText = (dex: Dex, { mon }: BoxView): string => {
  const shape = pokemonShape(dex, mon);
  if (shape === undefined) return 'unknown';
  const moves = shape.moves.map(({ name }) => name).join(', ');
  return `${CLASSES[shape.class] ?? 'melee'}, one action each ${shape.interval} ticks: ${moves}`;
};

const natureText = (name: string | null): string => {
  const nature = natureOf(name ?? 'Serious');
  if (nature === undefined || nature.up === nature.down) return name ?? 'Serious';
  return `${nature.name} (+${STAT_LABELS[nature.up]}, −${STAT_LABELS[nature.down]})`;
};

const genderText = (own: Mon['gender'], only: 'M' | 'F' | 'N' | undefined): string => {
  const gender = own ?? only;
  if (gender === undefined) return 'as chance has it';
  return { M: 'male', F: 'female', N: 'none' }[gender];
};

/** How and when it came: nobody else has ever had it, since neither starters nor loaners change hands. */
const sinceText = ({ isLoaner, sinceMs }: BoxView): string => {
  const since = `<t:${Math.floor(sinceMs / 1_000)}>`;
  return isLoaner ? `imported ${since}, a loaner` : `your starter, since ${since}`;
};

/** One Pokémon with everything about it. */
export const monPanel = (dex: Dex, one: BoxView): Panel => {
  const { mon } = one;
  const species = dex.species(mon.species);
  const stats = species === undefined ? undefined : statsOf(species, mon);
  const genes = STATS.reduce((sum, stat) => sum + mon.ivs[stat], 0);
  return {
    title: labelOf(one),
    fields: [
      { name: 'Type', value: typesText(species?.types ?? []), inline: true },
      { name: 'Ability', value: mon.ability, inline: true },
      { name: 'Item', value: mon.item ?? 'none', inline: true },
      { name: 'Nature', value: natureText(mon.nature), inline: true },
      { name: 'Gender', value: genderText(mon.gender, species?.gender), inline: true },
      { name: 'Tera type', value: mon.teraType ?? 'its own', inline: true },
      { name: 'IVs', value: `${Math.round((genes * 100) / 186)} %`, inline: true },
      ...(mon.isShiny ? [{ name: 'Looks', value: 'shiny', inline: true }] : []),
      { name: 'With you', value: sinceText(one) },
      { name: 'In cross battles', value: shapeText(dex, one) },
    ],
    tables: [
      {
        caption: 'Stats',
        columns: [
          { label: 'Stat' },
          { label: 'Value', align: 'right' },
          { label: 'Base', align: 'right' },
          { label: 'IV', align: 'right' },
          { label: 'EV', align: 'right' },
        ],
        rows: STATS.map((stat) => [
          STAT_LABELS[stat],
          String(stats?.[stat] ?? '?'),
          String(species?.base[stat] ?? '?'),
          String(mon.ivs[stat]),
          String(mon.evs[stat]),
        ]),
      },
      {
        caption: 'Moves',
        columns: [
          { label: 'Move' },
          { label: 'Type' },
          { label: 'Kind' },
          { label: 'Power', align: 'right' },
          { label: 'Accuracy', align: 'right' },
        ],
        rows: mon.moves.map((name) => {
          const move = dex.move(name);
          if (move === undefined) return [name, '?', '?', '?', '?'];
          const { type, category, power, accuracy } = move;
          return [name, capital(type), category, power === 0 ? '–' : String(power), `${accuracy} %`];
        }),
      },
    ],
    images: [monImage(dex, one)],
    footer: `${one.monId} · ${whereText(one)}`,
    ephemeral: true,
  };
};
