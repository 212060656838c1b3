import { type Area } from '#commands/index.ts';
import { pokemonArea } from '#integrations/pokemon/index.ts';

const pokemon = (): Area =>
  pokemonArea(async (question) => {
    // 12 MB that only those pay who ask
    const { damage } = await import('#adapters/smogon/damage.ts');
    // the calculator's names are branded texts; it looks each of them up itself
    return damage(question as Parameters<typeof damage>[0]);
  });

/** Every other game and service that commands reach, one line each. */
export const integrations = (): readonly Area[] => [pokemon()];
