import type { Area } from '#commands/index.ts';
import { boxPages, pokemonBox } from './box.ts';
import { type CalculateDamage, pokemonDamage } from './damage.ts';
import { pokemonFighters } from './fighters.ts';
import { infoChoice, pokemonInfo } from './info.ts';
import { letGo, releaseChoice } from './let-go.ts';
import { pokemonRelease } from './release.ts';
import { pokemonStart, starterChoice } from './start.ts';
import { pokemonTeamExport } from './team-export.ts';
import { pokemonTeamImport, teamForm } from './team-import.ts';
import { pokemonTeamSet } from './team-set.ts';
import { pokemonTeamView } from './team-view.ts';

/** Pokémon: a starter, teams, and damage by this calculator. */
export const pokemonArea = (calculateDamage: CalculateDamage): Area => ({
  commands: [
    pokemonStart,
    pokemonTeamView,
    pokemonTeamImport,
    pokemonTeamExport,
    pokemonTeamSet,
    pokemonBox,
    pokemonInfo,
    pokemonRelease,
    pokemonDamage(calculateDamage),
  ],
  components: [starterChoice, teamForm, infoChoice, boxPages, releaseChoice, letGo],
  fighters: pokemonFighters,
  topics: [
    {
      name: 'pokemon',
      title: 'Pokémon',
      text: 'Choose a starter, bring your teams from Pokémon Showdown and take them home again, see what a move does.',
      commands: [
        'pokemon start',
        'pokemon team import',
        'pokemon team view',
        'pokemon team export',
        'pokemon box',
        'pokemon damage',
      ],
    },
  ],
});
