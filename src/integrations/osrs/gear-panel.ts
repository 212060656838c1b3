import { adventurer } from '#actors/adventurer/adventurer.ts';
import type { CommandContext } from '#commands/define-command.ts';
import type { Panel } from '#commands/panel.ts';
import { ATTACK_TYPES, gearById, type Rolls, SLOTS } from '#game/osrs/gear.ts';
import { type Kit, kitOf, type Loadout, missingFor } from '#game/osrs/loadout.ts';
import type { Levels } from '#game/osrs/skills.ts';
import { adventurerPlace } from './person.ts';

/** What the caller wears; call it for who has linked an account. @throws Fault */
export const readWorn = async (context: CommandContext, name?: string): Promise<Loadout | undefined> =>
  context.deps.engine.read(
    adventurer,
    adventurerPlace(context.userId),
    'loadout',
    name === undefined ? {} : { name },
    context,
  );

const signed = (value: number): string => (value > 0 ? `+${value}` : String(value));
const rollCells = (rolls: Rolls): readonly string[] => ATTACK_TYPES.map((type) => signed(rolls[type]));

/** A worn piece whose levels are missing, in words. */
const missingText = (loadout: Loadout, levels: Levels): string =>
  SLOTS.flatMap((slot) => {
    const gear = gearById(loadout.worn[slot] ?? '');
    const missing = gear === undefined ? [] : missingFor(levels, gear);
    return missing.map(
      ({ skill, need, have }) => `${gear?.name ?? slot}: ${need} ${skill}, you have ${have}`,
    );
  }).join('\n');

const slotRows = (loadout: Loadout): readonly (readonly string[])[] =>
  SLOTS.map((slot) => [slot, gearById(loadout.worn[slot] ?? '')?.name ?? '–']);

const bonusTable = ({ bonuses }: Kit) => ({
  columns: [{ label: 'Bonus' }, ...ATTACK_TYPES.map((type) => ({ label: type, align: 'right' as const }))],
  rows: [
    ['attack', ...rollCells(bonuses.attack)],
    ['defence', ...rollCells(bonuses.defence)],
  ],
});

/** Slots, bonuses and what is missing. */
export const gearPanel = (
  title: string,
  loadout: Loadout,
  levels: Levels,
  saved: readonly string[],
  isDone = false,
): Panel => {
  const kit = kitOf(loadout);
  const { bonuses, spell, prayer } = kit;
  const missing = missingText(loadout, levels);
  return {
    title,
    ...(isDone ? { tone: 'good' } : {}),
    fields: [
      {
        name: 'Fights with',
        value: `${kit.weaponName}, ${kit.stance}, ${kit.speedTicks} ticks`,
        inline: true,
      },
      ...(spell === null ? [] : [{ name: 'Spell', value: spell.name, inline: true }]),
      { name: 'Prayer', value: prayer?.name ?? 'none', inline: true },
      {
        name: 'Strength',
        value: `melee ${signed(bonuses.strength)}, ranged ${signed(bonuses.rangedStrength)}, magic ${signed(bonuses.magicDamage)} %, prayer ${signed(bonuses.prayer)}`,
      },
      ...(missing === '' ? [] : [{ name: 'Levels missing', value: missing }]),
      {
        name: 'Loadouts',
        value: saved.length === 0 ? 'none kept yet: `/osrs gear save name:…`' : saved.join(', '),
      },
    ],
    tables: [{ columns: [{ label: 'Slot' }, { label: 'Worn' }], rows: slotRows(loadout) }, bonusTable(kit)],
    footer: '/osrs gear equip changes it, /osrs dps says what it is worth',
    ephemeral: true,
  };
};

/** The panel of what the caller wears now. @throws Fault */
export const wornPanel = async (
  context: CommandContext,
  title: string,
  levels: Levels,
  isDone = false,
): Promise<Panel> => {
  const { engine } = context.deps;
  const [worn, saved] = await Promise.all([
    readWorn(context),
    engine.read(adventurer, adventurerPlace(context.userId), 'saved', {}, context),
  ]);
  return worn === undefined
    ? { title, text: 'Nothing is worn.', ephemeral: true }
    : gearPanel(title, worn, levels, saved, isDone);
};
