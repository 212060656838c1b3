import { pokemonRulesContract } from '#ports/contract/pokemon-rules.ts';
import { openPkmnRules } from '#test/support/pkmn-rules.ts';

pokemonRulesContract('@pkmn/sim, many battles', openPkmnRules, 4);
