import { createHash } from 'node:crypto';
import { TeamGenerators } from '@pkmn/randoms';
import { Battle, Dex, extractChannelMessages, State, Teams, TeamValidator } from '@pkmn/sim';
import { STATS, type Stats } from '#game/pokemon/dex.ts';
import { EV_MAX, type Mon, sumOf } from '#game/pokemon/mon.ts';
import type { Rejection } from '#game/shared/errors.ts';
import { sfc32 } from '#game/shared/rng.ts';
import {
  type Chapter,
  isOffered,
  type MatchInput,
  type MatchPosition,
  type PokemonSetup,
  SIDE_NAMES,
  type SideNo,
} from '#game/battle/match/rules-words.ts';
import type { TeamCheck } from '#ports/battle-rules.ts';
import { fieldOf } from './field.ts';
import { requestOf } from './requests.ts';
import { Storyteller } from './story.ts';

type Format = ReturnType<typeof Dex.formats.get>;
type PokemonSet = NonNullable<ReturnType<typeof Teams.unpack>>[number];
type Words = PokemonSetup['seed'];

Teams.setGeneratorFactory(TeamGenerators);

const PROBLEMS_SHOWN = 4;
const NOT_OFFERED = 'This is none of the choices that are offered.';

const wrong = (field: string, message: string): Rejection => ({ code: 'E_INPUT', field, message });

/** A rule's no on its way out of the making of a match. */
class Refusal extends Error {
  override readonly name = 'Refusal';
  readonly rejection: Rejection;
  constructor(rejection: Rejection) {
    super(rejection.message);
    this.rejection = rejection;
  }
}

const formatOf = (id: string): Format => {
  const format = Dex.formats.get(id);
  const isPlayable =
    format.exists &&
    format.id === id &&
    format.effectType === 'Format' &&
    // formats for trying things out show exact health and their own reckoning to everybody
    !format.debug &&
    (format.gameType === 'singles' || format.gameType === 'doubles');
  if (isPlayable) return format;
  throw new Refusal(
    wrong('format', 'There is no such format for two. Try `gen9anythinggoes` or `gen9randombattle`.'),
  );
};

const seedText = (seed: Words): `${number},${number},${number},${number}` => {
  const words: readonly number[] = seed;
  if (words.length !== 4 || !words.every((word) => Number.isInteger(word) && word >= 0 && word <= 0xffff)) {
    throw new Refusal(wrong('seed', 'A seed is four whole numbers from 0 to 65535.'));
  }
  return `${seed[0]},${seed[1]},${seed[2]},${seed[3]}`;
};

/** A side's own words for the team that it is dealt. */
const dealingSeed = (seed: Words, side: SideNo): Words => {
  const rng = sfc32(seed[0] * 0x10000 + seed[1], seed[2] * 0x10000 + seed[3], 0x7465616d, side);
  const word = (): number => rng.next() >>> 16;
  return [word(), word(), word(), word()];
};

/**
 * The validator takes a round sum of effort for an oversight and asks for one point more, which changes no stat because
 * only every fourth one counts.
 */
const meant = (evs: Stats): Stats => {
  if (sumOf(evs) % 4 !== 0) return evs;
  const stat = STATS.find((one) => evs[one] % 4 === 0 && evs[one] < EV_MAX);
  return stat === undefined ? evs : { ...evs, [stat]: evs[stat] + 1 };
};

const setOf = (mon: Mon): PokemonSet => ({
  name: mon.species,
  species: mon.species,
  item: mon.item ?? '',
  ability: mon.ability,
  moves: [...mon.moves],
  nature: mon.nature ?? 'Serious',
  gender: mon.gender ?? '',
  evs: { ...meant(mon.evs) },
  ivs: { ...mon.ivs },
  level: mon.level,
  shiny: mon.isShiny,
  happiness: mon.happiness,
  pokeball: mon.ball ?? '',
  ...(mon.teraType === null ? {} : { teraType: mon.teraType }),
});

const dealt = (format: Format, seed: Words, side: SideNo): PokemonSet[] => {
  try {
    return Teams.generate(format, { seed: seedText(dealingSeed(seed, side)) });
  } catch (cause) {
    if (cause instanceof Refusal) throw cause;
    throw new Refusal(wrong('format', `No teams can be dealt for ${format.name}.`));
  }
};

const problemsOf = (format: Format, team: PokemonSet[]): readonly string[] =>
  TeamValidator.get(format).validateTeam(team) ?? [];

/** What is wrong with a team in a format, line by line. */
export const checkTeam = (formatId: string, own: PokemonSetup['teams'][0]): TeamCheck => {
  try {
    const format = formatOf(formatId);
    if (own === null) {
      const problems = format.team === undefined ? [`${format.name} needs a team of your own.`] : [];
      return { ok: true, problems };
    }
    if (format.team !== undefined)
      return { ok: true, problems: [`${format.name} deals its teams: bring none.`] };
    return { ok: true, problems: problemsOf(format, own.map(setOf)) };
  } catch (error) {
    if (error instanceof Refusal) return { ok: false, rejection: error.rejection };
    throw error;
  }
};

const teamOf = (format: Format, setup: PokemonSetup, side: SideNo): PokemonSet[] => {
  const own = setup.teams[side];
  if (format.team !== undefined) {
    if (own === null) return dealt(format, setup.seed, side);
    throw new Refusal(wrong('teams', `${format.name} deals its teams: bring none.`));
  }
  if (own === null) throw new Refusal(wrong('teams', `${format.name} needs a team of each side.`));
  const team = own.map(setOf);
  const problems = problemsOf(format, team);
  if (problems.length === 0) return team;
  const shown = problems.slice(0, PROBLEMS_SHOWN).join(' ');
  throw new Refusal(wrong('teams', `The team of side ${side + 1} is not legal in ${format.name}: ${shown}`));
};

const sideId = (side: SideNo): 'p1' | 'p2' => (side === 0 ? 'p1' : 'p2');
const isTimeMark = (line: string): boolean => line.startsWith('|t:|');

/** One battle on the simulator. Everything in it follows from setup and inputs. */
export class Match {
  readonly setup: PokemonSetup;
  readonly #battle: Battle;
  readonly #applied: MatchInput[] = [];
  readonly #storyteller = new Storyteller();
  /** How both sides stood at the end of each turn so far. */
  readonly #fields = new Map<number, MatchPosition['field']>();
  /** Lines of the log that were told. */
  #told = 0;
  /** Why the last input was refused. */
  #refusal: Rejection | undefined;

  private constructor(setup: PokemonSetup, battle: Battle) {
    this.setup = setup;
    this.#battle = battle;
    this.#fields.set(0, this.#field());
  }

  /** Opens a match, or says what is wrong with it (`E_INPUT`). */
  static open(setup: PokemonSetup): Match | Rejection {
    try {
      const format = formatOf(setup.format);
      const seed = seedText(setup.seed);
      const teams = [teamOf(format, setup, 0), teamOf(format, setup, 1)] as const;
      // the simulator itself tells nobody anything: positions are read from it
      const battle = new Battle({ formatid: format.id, seed, send: () => undefined });
      battle.reportPercentages = true;
      for (const side of [0, 1] as const) {
        battle.setPlayer(sideId(side), { name: SIDE_NAMES[side], team: structuredClone(teams[side]) });
      }
      return new Match(setup, battle);
    } catch (error) {
      if (error instanceof Refusal) return error.rejection;
      throw error;
    }
  }

  /** How many inputs it has seen. */
  get length(): number {
    return this.#applied.length;
  }

  /** Whether these inputs go on from what it has seen. */
  isPrefixOf(inputs: readonly MatchInput[]): boolean {
    return (
      this.#applied.length <= inputs.length &&
      this.#applied.every((one, index) => {
        const other = inputs[index];
        return other !== undefined && other.side === one.side && other.choice === one.choice;
      })
    );
  }

  /** Plays what is new. A refused input changes nothing. */
  play(inputs: readonly MatchInput[]): void {
    for (const input of inputs.slice(this.#applied.length)) {
      const { turn } = this.#battle;
      this.#refusal = this.#apply(input);
      this.#applied.push(input);
      this.#fields.set(turn, this.#field());
    }
  }

  /** Why the last input was refused, if it was. */
  get refusal(): Rejection | undefined {
    return this.#refusal;
  }

  get battle(): Battle {
    return this.#battle;
  }

  #apply({ side: no, choice }: MatchInput): Rejection | undefined {
    const battle = this.#battle;
    const side = battle.sides[no];
    if (battle.ended) return wrong('choice', 'This battle is over.');
    if (choice === 'forfeit') {
      battle.lose(side);
      return undefined;
    }
    const request = requestOf(battle, side);
    if (request === null) return wrong('choice', 'There is nothing to choose right now.');
    if (!isOffered(request, choice)) return wrong('choice', NOT_OFFERED);
    if (battle.choose(sideId(no), choice)) return undefined;
    const { error } = side.choice;
    side.clearChoice();
    return wrong('choice', error.replace(/^\[[^\]]*\] /, '') || NOT_OFFERED);
  }

  /** Where it stands. */
  position(): MatchPosition {
    const battle = this.#battle;
    const [one, two] = battle.sides;
    this.#tell();
    const { story } = this.#storyteller;
    const winner = battle.sides.findIndex(({ name }) => battle.ended && name === battle.winner);
    return {
      turn: battle.turn,
      requests: [requestOf(battle, one), requestOf(battle, two)],
      field: this.#field(),
      story: battle.ended ? story.map((chapter) => this.#withField(chapter)) : story,
      hash: this.#hash(),
      isEnded: battle.ended,
      winner: winner === 0 || winner === 1 ? winner : null,
    };
  }

  #field(): MatchPosition['field'] {
    const [one, two] = this.#battle.sides;
    return [fieldOf(one), fieldOf(two)];
  }

  #withField(chapter: Chapter): Chapter {
    const field = this.#fields.get(chapter.turn);
    return field === undefined ? chapter : { ...chapter, field };
  }

  #tell(): void {
    const { log } = this.#battle;
    const news = log.slice(this.#told).filter((line) => !isTimeMark(line));
    this.#told = log.length;
    // channel 0 is what spectators see: health in percent, nothing that was not shown
    this.#storyteller.tell(extractChannelMessages(news.join('\n'), [0])[0]);
  }

  #hash(): string {
    const log = this.#battle.log.filter((line) => !isTimeMark(line));
    const state = { ...(State.serializeBattle(this.#battle) as Record<string, unknown>), log };
    // a battle is only ever played from its start, never restored, so that its keys come in one order
    return createHash('sha256').update(JSON.stringify(state)).digest('hex');
  }
}
