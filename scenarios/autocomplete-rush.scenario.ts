import { DiscordRig } from './discord/discord-rig.ts';
import { epochOf, judgeGenerator, judgeRefusals, Waits } from './discord/waits.ts';
import type { Step } from './discord/words.ts';
import { openLoop } from './harness/open-loop.ts';
import type { Scenario } from './harness/scenario.ts';

const PEOPLE_EACH_GUILD = 20;
const P99_MAX_MS = 100;
/** For the self-test: how long the service stands still. */
const STILL_MS = 1_000;

/** What people type into which options, letter by letter. */
const TYPED = [
  ['eco buy', 'item', 'honeyberry'],
  ['osrs dps', 'target', 'abyssal demon'],
  ['battle npc', 'trainer', 'ilse'],
  ['pokemon damage', 'attacker', 'garchomp'],
  ['pokemon damage', 'move', 'earthquake'],
  ['osrs gear equip', 'item', 'rune scimitar'],
  ['eco buy', 'item', 'woolball'],
  ['pet feed', 'pet', 'biscuit'],
] as const;

/** The `n`th keystroke of somebody who types one option after the other. */
const keystroke = (person: number, n: number): Step => {
  let left = n;
  for (let word = person; ; word += 1) {
    const [name, option, text] = TYPED[word % TYPED.length] ?? TYPED[0];
    if (left < text.length) return { do: 'complete', name, option, partial: text.slice(0, left + 1) };
    left -= text.length;
  }
};

/** Everybody types at once. */
export const autocompleteRush: Scenario = {
  name: 'autocomplete-rush',
  summary: '10,000 keystrokes on Discord: suggestions come within 100 ms',
  defaults: { players: 200, rate: 400, seconds: 25 },
  surfaces: ['discord'],
  async run({ players, rate, seconds, isBroken }, stage) {
    const rig = await DiscordRig.open({ guilds: Math.ceil(players / PEOPLE_EACH_GUILD), people: players });
    try {
      await rig.prepare(players, (person): readonly Step[] => [
        { do: 'slash', name: 'pet adopt', values: { species: 'mossback', name: `Biscuit ${person}` } },
        { do: 'use', verb: 'quote.confirm' },
      ]);
      // each catalogue is opened once, when somebody types for the first time
      await rig.prepare(players, (person) => [0, 1, 2].map((n) => keystroke(person, n)));
      await rig.ask('mark', {});
      const waits = new Waits();
      let empty = 0;
      const still = isBroken ? rig.bot.pause(STILL_MS) : undefined;
      const result = await openLoop({
        ratePerSecond: rate,
        seconds,
        fire: async (n, intendedMs) => {
          const meantMs = epochOf(intendedMs);
          const got = await rig.act(n % players, keystroke(n % players, Math.floor(n / players)));
          if ('undone' in got) return 'failed';
          waits.note(got, meantMs);
          if (got.choices === 0) empty += 1;
          return 'answered';
        },
        onTick: (_ms, { offered }) => stage.progress(`${offered} keystrokes, ${waits.answered} answered`),
      });
      await still;
      const counts = await rig.counts();
      judgeGenerator('autocomplete-rush', result, counts, stage);
      stage.figure('autocomplete-rush', waits.finalP99Ms, 'ms');
      stage.figure('autocomplete-rush.2', result.failed, 'count');
      stage.figure('autocomplete-rush.slowest', waits.slowestFinalMs, 'ms');
      stage.atMost('suggestions, p99 ms', waits.finalP99Ms, P99_MAX_MS);
      stage.atMost('keystrokes lost', result.failed, 0);
      stage.atLeast('keystrokes answered', waits.answered, rate * seconds);
      stage.atMost('share of keystrokes without a suggestion', empty / Math.max(1, waits.answered), 0.1);
      judgeRefusals(counts, stage);
    } finally {
      await rig.end();
    }
  },
};
