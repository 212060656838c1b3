import {
  EVEN_LEVEL,
  LIVE_TICKS,
  RAKE_PERCENT,
  ROUND_MS,
  ROUND_TICKS,
  TICK_MS,
} from '#game/battle/battle-protocol.ts';
import { RULES } from '#game/battle/cross/v1/orders.ts';
import { DATA_HASH } from '#game/battle/data/index.ts';
import { AWAY_AFTER, AWAY_MS, CHOICE_MS } from '#game/battle/match/match-protocol.ts';
import { CHOICE_TICKS } from '#game/battle/osrs/hunt.ts';
import { RULES as HUNT_RULES } from '#game/battle/osrs/v1/orders.ts';
import { RULE_BOOK } from '#game/battle/rules.ts';
import { type CommandContext, defineCommand } from '../define-command.ts';
import type { Panel, PanelField } from '../panel.ts';

const seconds = (ms: number): string => `${ms / 1_000} s`;

const versionFields = (version: string, data: string): readonly PanelField[] => [
  { name: 'Version', value: `\`${version}\``, inline: true },
  { name: 'Data', value: data, inline: true },
];

const FAIR =
  '**Fair**: the server commits to its seed before yours exists; afterwards everything is revealed and `/battle verify` plays it again.';

const crossPage = (): Panel => {
  const { guardLasts, guardEvery, itemTakes, itemEvery, foodPart, upkeepEvery, poisonPart, status } = RULES;
  const { paralysed, sleepLeast, sleepSpan, entry, cap } = RULES;
  const longest = sleepLeast + sleepSpan - 1;
  return {
    title: 'Rules: cross',
    text: [
      '**Any against any**: OSRS characters, Pokémon and pets are brought to one scale: equal levels are equal fighters.',
      '**Teams** are one to three fighters, at most two of them of one type and class.',
      `Time goes in ticks of ${seconds(TICK_MS)}. A fighter acts every 3 to 7 ticks; slow ones hit harder. Both sides act from the same state, so nobody has the first blow.`,
      '**Attacks**: four each. Types and the triangle (melee beats ranged beats magic beats melee) are an edge, no verdict.',
      `**Guard** halves what comes in for ${guardLasts} ticks, once in ${guardEvery}. **Food** gives 1/${foodPart} of the HP back, an **antidote** ends an effect; an item takes ${itemTakes} ticks, and the next one comes ${itemEvery} after it at the soonest.`,
      `**Effects** last ${status} ticks: poison takes 1/${poisonPart} of the HP every ${upkeepEvery} ticks, burn half of that, paralysis costs ${paralysed} actions in 8; sleep lasts ${sleepLeast} to ${longest} ticks.`,
      `**Switching** takes ${entry} ticks and a quarter of the newcomer’s interval. It gets you out of a bad matchup.`,
      `Without an order your fighter does what is best by itself. Stakes: the winner takes both less ${RAKE_PERCENT} %, a draw or a void gives them back.`,
      '**Other rules**: `/battle npc` also has Pokémon leaders, by the games’ own rules (`/battle rules rules:pokemon`), and monsters of Old School RuneScape to hunt (`/battle rules rules:osrs`).',
      FAIR,
    ].join('\n'),
    fields: [
      ...versionFields(RULE_BOOK.current, `\`${DATA_HASH}\``),
      {
        name: 'In tempo rounds',
        value: `${seconds(ROUND_MS)} to decide, then ${ROUND_TICKS} ticks play`,
      },
      { name: 'In tempo live', value: `a tick every ${seconds(TICK_MS)}, played ${LIVE_TICKS} at a time` },
    ],
    footer: `A battle that lasts ${cap.toLocaleString('en-US')} ticks is a draw.`,
    ephemeral: true,
  };
};

const clockField: PanelField = {
  name: 'Clock',
  value: `${seconds(CHOICE_MS)} for each choice, then it is made for you; ${seconds(AWAY_MS)} after ${AWAY_AFTER} such choices`,
};

const pokemonPage = ({ deps }: CommandContext): Panel => ({
  title: 'Rules: pokemon',
  text: [
    '**The games’ own rules**, as Pokémon Showdown’s simulator plays them: abilities, items, doubles, every generation.',
    '`format:` takes the id of a format. `gen9randombattle` and the like deal the teams; without it your own team (`/pokemon team view`) plays `gen9anythinggoes`.',
    `Against people all fight at level ${EVEN_LEVEL}, unless \`levels:own\`. There are no stakes.`,
    'Try `/battle npc trainer:fern format:gen9randombattle`, or `/battle challenge user:misty rules:pokemon`.',
    FAIR,
  ].join('\n'),
  fields: [...versionFields(deps.matchRules.pokemon.version, 'that of its version'), clockField],
  ephemeral: true,
});

const osrsPage = ({ deps }: CommandContext): Panel => ({
  title: 'Rules: osrs',
  text: [
    '**Hunts**: an Old School RuneScape character against a monster, by the wiki’s formulas for accuracy and damage.',
    `Each choice lasts ${CHOICE_TICKS} ticks of ${seconds(TICK_MS)}: fight on, eat, protect from a style, take other gear, flee.`,
    `A bite delays your next attack by ${HUNT_RULES.eatDelay} ticks, other gear by ${HUNT_RULES.formDelay}; whoever flees is away after ${HUNT_RULES.fleeAfter} ticks.`,
    'Your linked account brings what it wears and keeps; without one the hall lends you an adventurer. Try `/battle npc trainer:osrs-goblin`.',
    FAIR,
  ].join('\n'),
  fields: [...versionFields(deps.matchRules.osrs.version, 'that of its version'), clockField],
  footer: `A hunt that lasts ${HUNT_RULES.cap.toLocaleString('en-US')} ticks has no winner.`,
  ephemeral: true,
});

const PAGES: Readonly<Record<string, (context: CommandContext) => Panel>> = {
  cross: crossPage,
  pokemon: pokemonPage,
  osrs: osrsPage,
};

/** `/battle rules`: how battles work, in short, with the figures that the rules themselves use. */
export const battleRules = defineCommand({
  name: 'battle rules',
  summary: 'How battles work, in short',
  options: [
    {
      name: 'rules',
      type: 'choice',
      description: 'cross: any against any; pokemon: the games’ own; osrs: hunts',
      choices: Object.keys(PAGES).map((name) => ({ label: name, value: name })),
    },
  ],
  ephemeral: true,
  examples: ['/battle rules', '/battle rules rules:pokemon', '/battle rules rules:osrs'],
  run: (input, context) => Promise.resolve((PAGES[String(input['rules'])] ?? crossPage)(context)),
});
