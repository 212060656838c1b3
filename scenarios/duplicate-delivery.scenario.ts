import { DiscordRig } from './discord/discord-rig.ts';
import { firstSteps } from './discord/flows.ts';
import { epochOf, judgeGenerator, Waits } from './discord/waits.ts';
import type { Step } from './discord/words.ts';
import { type Ending, openLoop } from './harness/open-loop.ts';
import type { Scenario } from './harness/scenario.ts';
import type { Stage } from './harness/stage.ts';

const PEOPLE_EACH_GUILD = 20;
/** An interaction is delivered so often: some twice, some three times. */
const copiesOf = (n: number): number => 2 + (n % 2);
/** A command id whose key Discord has minted, perhaps with a step of the command. */
const SNOWFLAKE = /\/(\d{15,20})(?:\.|$)/;
const ALREADY = '400 POST /interactions/:id/:token/callback';

/** What somebody does in turn: pay their neighbour a coin, confirm it, and play with their pet. */
const stepOf = (turn: number, neighbour: number): Step => {
  if (turn % 3 === 0)
    return { do: 'slash', name: 'eco pay', values: { user: { person: neighbour }, amount: '1' } };
  return turn % 3 === 1 ? { do: 'use', verb: 'quote.confirm' } : { do: 'slash', name: 'pet rest' };
};

/** People of whom every second pays the next one, all of whose interactions come more than once. */
class Twins {
  readonly waits = new Waits();
  /** Ids of slash commands, each of which must be written down once. */
  readonly commands = new Set<string>();
  /** Coins that each payer was told to have paid. */
  readonly paid = new Map<number, number>();
  readonly #turns = new Map<number, number>();
  readonly #rig: DiscordRig;
  readonly #isSeparate: boolean;
  refusals = 0;

  constructor(rig: DiscordRig, isSeparate: boolean) {
    this.#rig = rig;
    this.#isSeparate = isSeparate;
  }

  async act(n: number, intendedMs: number, payers: number): Promise<Ending> {
    const payer = (n % payers) * 2;
    const turn = this.#turns.get(payer) ?? 0;
    this.#turns.set(payer, turn + 1);
    const meantMs = epochOf(intendedMs);
    const step = stepOf(turn, payer + 1);
    const got = await this.#rig.act(payer, step, { copies: copiesOf(n), isSeparate: this.#isSeparate });
    if ('undone' in got) return 'failed';
    this.waits.note(got, meantMs);
    if (got.kind === 'command') this.commands.add(got.id);
    if (got.words.includes('Receipt')) this.paid.set(payer, (this.paid.get(payer) ?? 0) + 1);
    // an answer that speaks of a copy
    if (/E_(?:STALE|COOLDOWN|GONE|UNKNOWN|RETRY)/.test(got.words) && turn % 3 !== 2) this.refusals += 1;
    return 'answered';
  }
}

const coinsOf = async (rig: DiscordRig, person: number): Promise<number> => {
  const got = await rig.act(person, { do: 'slash', name: 'eco balance' });
  if ('undone' in got) throw new Error(got.undone);
  rig.prepared.add(got.id);
  return Number(/Free\D*([\d,]+)/.exec(got.words)?.[1]?.replaceAll(',', ''));
};

/** Compares purses with what people were told; how many are wrong. */
const wrongPurses = async (
  rig: DiscordRig,
  { paid }: Twins,
  people: number,
  before: number,
  stage: Stage,
): Promise<number> => {
  let wrong = 0;
  for (let person = 0; person < people; person += 1) {
    const coins = await coinsOf(rig, person);
    const due = before + (person % 2 === 0 ? -(paid.get(person) ?? 0) : (paid.get(person - 1) ?? 0));
    if (coins !== due) wrong += 1;
    stage.expect('every purse is as its payments say', coins === due, () => `${coins}, not ${due}`);
  }
  return wrong;
};

/** Discord sends everything again, and again. */
export const duplicateDelivery: Scenario = {
  name: 'duplicate-delivery',
  summary: 'every interaction is delivered two or three times on Discord: one effect and one answer each',
  defaults: { players: 200, rate: 60, seconds: 30 },
  surfaces: ['discord'],
  sources: ['client', 'stream'],
  async run({ players, rate, seconds, source, isBroken }, stage) {
    const people = players + (players % 2);
    const guilds = Math.ceil(people / PEOPLE_EACH_GUILD);
    const rig = await DiscordRig.open({ guilds, people }, source);
    try {
      await rig.prepare(people, (person) => firstSteps(person));
      const before = await coinsOf(rig, 0);
      await rig.ask('mark', {});
      const twins = new Twins(rig, isBroken);
      const result = await openLoop({
        ratePerSecond: rate,
        seconds,
        fire: (n, intendedMs) => twins.act(n, intendedMs, people / 2),
        onTick: (_ms, { offered }) => stage.progress(`${offered} offered, ${twins.waits.answered} answered`),
      });
      const wrong = await wrongPurses(rig, twins, people, before, stage);
      const counts = await rig.counts();
      judgeGenerator('duplicate-delivery', result, counts, stage);
      const { records } = await rig.audit(stage);
      const keys = [...records.values()].flatMap((found) =>
        [...found.keys()].filter((id) => SNOWFLAKE.test(id)),
      );
      const written = new Set(keys.map((id) => SNOWFLAKE.exec(id)?.[1] ?? ''));
      const missing = [...twins.commands].filter((id) => !written.has(id)).length;
      const strange = [...written].filter((id) => !twins.commands.has(id) && !rig.prepared.has(id)).length;
      const repeated = keys.length - new Set(keys).size;
      stage.figure('duplicate-delivery', wrong + strange + repeated, 'count');
      stage.figure('duplicate-delivery.2', result.failed, 'count');
      stage.figure('duplicate-delivery.ack-p99', twins.waits.ackP99Ms, 'ms');
      stage.atMost('commands written down more than once', repeated, 0);
      stage.atMost('commands written down that nobody gave', strange, 0);
      stage.atMost('commands that were answered and are not written down', missing, 0);
      stage.atMost('answers that speak of a copy', twins.refusals, 0);
      stage.atMost('interactions lost', result.failed, 0);
      stage.atMost('acknowledgement, p99 ms', twins.waits.ackP99Ms, 1_000);
      stage.atLeast('interactions answered', twins.waits.answered, rate * seconds);
      stage.atLeast(
        'payments',
        [...twins.paid.values()].reduce((sum, coins) => sum + coins, 0),
        Math.floor((rate * seconds) / 4),
      );
      const { [ALREADY]: already = 0, ...refused } = counts.refused;
      stage.atLeast('copies that Discord found answered already', already, isBroken ? 0 : rate * seconds);
      stage.expect('nothing else is refused', Object.keys(refused).length === 0, () =>
        JSON.stringify(refused),
      );
    } finally {
      await rig.end();
    }
  },
};
