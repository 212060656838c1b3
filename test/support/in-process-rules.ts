import { createOsrsRules } from '#adapters/osrs-rules/osrs-rules.ts';
import { type MatchInput, type PokemonSetup, type Ruling } from '#game/battle/match/rules-words.ts';
import { type MatchRules, type PokemonRules } from '#ports/battle-rules.ts';

const GONE: Ruling = { ok: false, rejection: { code: 'E_GONE', message: 'not open here' } };

/** Its tables cost half a second: only those tests pay that ask. */
const load = async () => ({
  ...(await import('#adapters/pkmn-sim/match.ts')),
  ...(await import('#adapters/pkmn-sim/auto-choice.ts')),
  ...(await import('#adapters/pkmn-sim/requests.ts')),
});

const play = async (setup: PokemonSetup, inputs: readonly MatchInput[]) => {
  const { Match } = await load();
  const match = Match.open(setup);
  if (match instanceof Match) match.play(inputs);
  return match;
};

const restore: PokemonRules['restore'] = async (setup, inputs) => {
  const match = await play(setup, inputs);
  if ('code' in match) return { ok: false, rejection: match };
  const position = match.position();
  return match.refusal === undefined
    ? { ok: true, position }
    : { ok: false, rejection: match.refusal, position };
};

/** The simulator without its thread: for tests whose time is virtual and does not wait for one. */
const inProcessPokemon = (): PokemonRules => {
  const setups = new Map<string, PokemonSetup>();
  const open: PokemonRules['restore'] = (setup, inputs) => {
    setups.set(setup.battleId, setup);
    return restore(setup, inputs);
  };
  return {
    version: 'in-process',
    problems: async (format, team) => (await load()).checkTeam(format, team),
    open: (setup) => open(setup, []),
    restore: open,
    choose: async (battleId, inputs) => {
      const setup = setups.get(battleId);
      return setup === undefined ? GONE : restore(setup, inputs);
    },
    autoChoice: async (battleId, inputs, side) => {
      const setup = setups.get(battleId);
      const match = setup === undefined ? undefined : await play(setup, inputs);
      if (setup === undefined || match === undefined || 'code' in match) return undefined;
      const { autoChoice, requestOf } = await load();
      const own = match.battle.sides[side];
      const request = requestOf(match.battle, own);
      return request === null ? undefined : autoChoice(match.battle, own, request, setup.seed, match.length);
    },
    close: async (battleId) => {
      setups.delete(battleId);
    },
    shutdown: async () => undefined,
  };
};

/** All rules of matches in this very thread. */
export const inProcessRules = (): MatchRules => ({ pokemon: inProcessPokemon(), osrs: createOsrsRules() });
