import type { PlayAgain } from '#game/battle/match/match-verify.ts';
import type { Rejection } from '#game/shared/errors.ts';
import type {
  MatchInput,
  MatchSetup,
  OsrsSetup,
  PokemonSetup,
  Ruling,
  SideNo,
} from '#game/battle/match/rules-words.ts';

/**
 * The rules of matches: battles that advance by the choices of their sides. The match commits inputs first and asks
 * then; what comes back follows from setup and inputs alone, so that an engine that was lost plays them again.
 * Faults: `E_UNAVAILABLE` when the engine cannot be started or dies twice in a row.
 */
export interface BattleRules<S extends MatchSetup = MatchSetup> {
  /** As the log and replays name them, such as `osrs/v1`; another version is other rules. */
  readonly version: string;
  /** Opens a match. Rejections: `E_INPUT` for a format, seed or team that cannot be. @throws Fault */
  open(setup: S): Promise<Ruling>;
  /**
   * The position after all inputs so far. Rejections: `E_INPUT` when the last of them was refused, with the position that
   * stays; `E_GONE` when the match is not open here: restore it. @throws Fault
   */
  choose(battleId: string, inputs: readonly MatchInput[]): Promise<Ruling>;
  /** Opens a match of the log again, after a restart. Rejections: as {@link open} and {@link choose}. @throws Fault */
  restore(setup: S, inputs: readonly MatchInput[]): Promise<Ruling>;
  /**
   * What an opponent without a player does next: the same for the same log. It knows its own team and what the other side
   * has on the field. `undefined`: it has nothing to choose, or the match is not open here. @throws Fault
   */
  autoChoice(battleId: string, inputs: readonly MatchInput[], side: SideNo): Promise<string | undefined>;
  /** Forgets a match. */
  close(battleId: string): Promise<void>;
  /** Ends the engine; nothing may be asked after it. */
  shutdown(): Promise<void>;
}

/** The rules of Pokémon matches, which also know what a team may hold. */
export interface PokemonRules extends BattleRules<PokemonSetup> {
  /**
   * Why a team cannot play in a format, line by line, each naming its Pokémon; none: it can. `null` stands for no team.
   * Rejections: `E_INPUT` for a format that is not there. @throws Fault
   */
  problems(format: string, team: PokemonSetup['teams'][0]): Promise<TeamCheck>;
}

export type TeamCheck =
  | { readonly ok: true; readonly problems: readonly string[] }
  | { readonly ok: false; readonly rejection: Rejection };

/** Every rules of matches, by what a setup names. */
export interface MatchRules {
  readonly pokemon: PokemonRules;
  readonly osrs: BattleRules<OsrsSetup>;
}

/** Plays matches again by rules of a name; `undefined` for rules that are none of these. */
export const playAgainBy = ({ pokemon, osrs }: MatchRules): PlayAgain =>
  Object.assign(
    async (version: string, setup: MatchSetup, inputs: readonly MatchInput[]) => {
      if (setup.rules === 'pokemon') {
        return version === pokemon.version ? pokemon.restore(setup, inputs) : undefined;
      }
      return version === osrs.version ? osrs.restore(setup, inputs) : undefined;
    },
    { versions: { pokemon: [pokemon.version], osrs: [osrs.version] } },
  );
