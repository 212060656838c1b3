import { Protocol } from '@pkmn/protocol';
import { LogFormatter } from '@pkmn/view';
import { type Chapter, SIDE_NAMES } from '#game/battle/match/rules-words.ts';

type Tracker = NonNullable<ConstructorParameters<typeof LogFormatter>[1]>;
type Text = ReturnType<typeof Protocol.parseBattleLine>;

/** What opens every battle and tells nothing about it. */
const NOT_TOLD: ReadonlySet<string> = new Set([
  'start',
  'player',
  'teamsize',
  'gametype',
  'gen',
  'tier',
  'rule',
  'turn',
]);

/** Says whose a Pokémon is, so that a story reads the same for everybody. */
class NeutralFormatter extends LogFormatter {
  // nobody is meant where the protocol names nobody, and then the base class hands over nothing
  override pokemon(pokemon: Parameters<LogFormatter['pokemon']>[0] | undefined): string {
    if (pokemon === undefined || pokemon === '') return '';
    return `${SIDE_NAMES[pokemon.startsWith('p1') ? 0 : 1]}’s ${this.pokemonName(pokemon)}`;
  }
}

/** Health in percent by Pokémon as it was told last, so that damage can be told in percent. */
class Healths implements Tracker {
  readonly #known = new Map<string, number>();

  note([name, pokemon = '', ...rest]: readonly string[]): void {
    const told =
      name === 'switch' || name === 'drag'
        ? rest[1]
        : /^-(?:damage|heal|sethp)$/.test(name ?? '')
          ? rest[0]
          : undefined;
    if (told !== undefined) this.#known.set(pokemon.slice(0, 2) + pokemon.slice(3), percentOf(told));
  }

  damagePercentage(pokemon: string, health: string): string | undefined {
    const before = this.#known.get(pokemon.slice(0, 2) + pokemon.slice(3));
    const lost = before === undefined ? 0 : before - percentOf(health);
    return lost > 0 ? `${lost} %` : undefined;
  }

  pokemonAt = (): undefined => undefined;
  currentWeather = (): undefined => undefined;
  getSwitchedOutPokemon = (): undefined => undefined;
  getPokemonTypeList = (): undefined => undefined;
  getPokemonSpeciesForme = (): undefined => undefined;
}

const percentOf = (health: string): number => Number(/^(\d+)\/100/.exec(health)?.[1] ?? 0);

const linesOf = (formatter: LogFormatter, { args, kwArgs }: Text): readonly string[] =>
  formatter
    .formatText(args, kwArgs)
    .split('\n')
    // one apostrophe for all: whose a Pokémon is was written by us
    .map((line) => line.trim().replaceAll("'", '’'))
    .filter((line) => line !== '');

/** Tells what spectators saw, as sentences, turn by turn, as it happens. */
export class Storyteller {
  readonly #healths = new Healths();
  // of no side: both are told of alike
  readonly #formatter = new NeutralFormatter('p3', this.#healths);
  readonly #chapters: { turn: number; lines: string[] }[] = [{ turn: 0, lines: [] }];

  /** Takes protocol lines with health in percent. */
  tell(log: readonly string[]): void {
    for (const line of log) {
      const text = Protocol.parseBattleLine(line);
      const [name, ...rest]: readonly unknown[] = text.args;
      if (name === 'turn') this.#chapters.push({ turn: Number(rest[0]), lines: [] });
      const lines = linesOf(this.#formatter, text);
      this.#healths.note(text.args.map(String));
      if (!NOT_TOLD.has(String(name))) this.#chapters.at(-1)?.lines.push(...lines);
    }
  }

  /** What was told so far. */
  get story(): readonly Chapter[] {
    return this.#chapters.map(({ turn, lines }) => ({ turn, lines: [...lines] }));
  }
}
