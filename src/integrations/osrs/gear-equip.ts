import { defineCommand } from '#commands/define-command.ts';
import { refuse } from '#commands/rejected.ts';
import type { GearChange } from '#game/osrs/adventurer-protocol.ts';
import { type Slot, SLOTS } from '#game/osrs/gear.ts';
import { STANCES } from '#game/osrs/loadout.ts';
import type { Input } from '#commands/define-command.ts';
import { wornPanel } from './gear-panel.ts';
import { changeFor, itemOption } from './options.ts';
import { askAdventurer, readCharacter } from './person.ts';

const isSlot = (value: unknown): value is Slot => SLOTS.some((slot) => slot === value);

/** The one change that the options mean. @throws CommandRejection E_INPUT */
const changeOf = ({ item, stance, remove }: Input): GearChange => {
  const changes: GearChange[] = [];
  if (typeof item === 'string') changes.push(changeFor(item));
  for (const one of STANCES) if (one === stance) changes.push({ kind: 'stance', stance: one });
  if (isSlot(remove)) changes.push({ kind: 'remove', slot: remove });
  const [change, second] = changes;
  if (change !== undefined && second === undefined) return change;
  return refuse({
    code: 'E_INPUT',
    field: 'item',
    message:
      'Say one thing to change: `item`, `stance` or `remove`. Example: `/osrs gear equip item:rune-scimitar`',
  });
};

/** `/osrs gear equip`: puts one thing on, takes one off, or changes the stance. */
export const osrsGearEquip = defineCommand({
  name: 'osrs gear equip',
  summary: 'Wear something else, choose a spell, a prayer or a stance',
  options: [
    itemOption,
    {
      name: 'stance',
      type: 'choice',
      description: 'How you hold your weapon',
      choices: STANCES.map((stance) => ({ label: stance, value: stance })),
    },
    {
      name: 'remove',
      type: 'choice',
      description: 'A slot to empty',
      choices: SLOTS.map((slot) => ({ label: slot, value: slot })),
    },
  ],
  ephemeral: true,
  examples: [
    '/osrs gear equip item:rune-scimitar',
    '/osrs gear equip item:starter magic',
    '/osrs gear equip remove:shield',
  ],
  run: async (input, context) => {
    const change = changeOf(input);
    const { account, levels } = await readCharacter(context);
    await askAdventurer(context, { type: 'Equip', change });
    return wornPanel(context, `Gear of ${account}`, levels, true);
  },
});
