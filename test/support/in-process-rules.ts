import { createOsrsRules } from '#adapters/osrs-rules/osrs-rules.ts';
import type { Ask } from '#adapters/pkmn-sim/messages.ts';
import type { PokemonSetup, Ruling } from '#game/battle/match/rules-words.ts';
import type { MatchRules, PokemonRules, TeamCheck } from '#ports/battle-rules.ts';

const GONE: Ruling = { ok: false, rejection: { code: 'E_GONE', message: 'not open here' } };

/** Loads the simulator's tables, which cost half a second: only those tests pay that ask. */
export const loadSimulator = () => import('#adapters/pkmn-sim/desk.ts');

const answered = async (ask: Ask): Promise<unknown> => (await loadSimulator()).answer(ask);

/** The simulator without its thread: for tests whose time is virtual and does not wait for one. */
const inProcessPokemon = (): PokemonRules => {
  const setups = new Map<string, PokemonSetup>();
  const restore: PokemonRules['restore'] = async (setup, inputs) => {
    setups.set(setup.battleId, setup);
    return (await answered({ op: 'play', setup, inputs })) as Ruling;
  };
  return {
    version: 'in-process',
    problems: async (format, team) => (await answered({ op: 'check', format, team })) as TeamCheck,
    open: (setup) => restore(setup, []),
    restore,
    choose: async (battleId, inputs) => {
      const setup = setups.get(battleId);
      return setup === undefined ? GONE : restore(setup, inputs);
    },
    autoChoice: async (battleId, inputs, side) => {
      const setup = setups.get(battleId);
      const told = setup === undefined ? undefined : await answered({ op: 'auto', setup, inputs, side });
      return typeof told === 'string' ? told : undefined;
    },
    close: async (battleId) => {
      setups.delete(battleId);
    },
    shutdown: async () => undefined,
  };
};

/** All rules of matches in this very thread. */
export const inProcessRules = (): MatchRules => ({ pokemon: inProcessPokemon(), osrs: createOsrsRules() });
