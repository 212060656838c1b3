import { accountOf } from '#game/economy/ledger-protocol.ts';
import { PET_NAME_MAX, type PetCommand } from '#game/pet/pet-protocol.ts';
import { nameRejection } from '#game/profile/words.ts';
import { sealed } from '#game/shared/sealed.ts';
import { type CommandOption, defineCommand } from '../define-command.ts';
import { missingOption } from '../options.ts';
import { offerQuote } from '../quote.ts';
import { refuse } from '../rejected.ts';
import { PET_NAME_TAKES } from './names.ts';
import { petPanel } from './pet-panel.ts';
import { askPet, choosePet, petOf, petOption } from './stable.ts';

/** Coins for a new name. */
const RENAME_PRICE = 100;

const nameOption: CommandOption = {
  name: 'name',
  type: 'text',
  description: 'The new name',
  takes: PET_NAME_TAKES,
  maxLength: PET_NAME_MAX,
};

/** `/pet rename`: quoted and confirmed; the old name can be had back for 7 days, free of charge. */
export const petRename = defineCommand({
  name: 'pet rename',
  summary: `Give your pet a new name for ${RENAME_PRICE} coins; 7 days to change your mind`,
  options: [
    nameOption,
    petOption,
    { name: 'undo', type: 'boolean', description: 'Take the last new name back' },
  ],
  ephemeral: true,
  examples: ['/pet rename name:Toast', '/pet rename undo:true'],
  run: async (input, context) => {
    const owned = await choosePet(input, context);
    const { petId, view } = owned;
    const { userId, realm } = context;
    if (input['undo'] === true) {
      await askPet(context, petId, { type: 'UndoRename' });
      const now = await petOf(context, petId);
      return petPanel(context, now, { note: `It is ${now.view.name} again.`, tone: 'good' });
    }
    const { name } = input;
    if (typeof name !== 'string') return refuse(missingOption(nameOption, '/pet rename name:Toast'));
    const wrong = nameRejection('name', name, PET_NAME_MAX);
    if (wrong !== undefined) return refuse(wrong);
    const rename: PetCommand = { type: 'Rename', name: sealed(userId, name) };
    return offerQuote(context, {
      plan: {
        kind: 'rename',
        realm,
        transfer: {
          type: 'Transfer',
          legs: [{ from: accountOf(userId), to: 'sink', coins: RENAME_PRICE }],
          memo: { kind: 'fee', about: `pet:${realm}:${petId}` },
        },
        // the protocol's word for what follows; a plan is never awaited
        then: [{ to: { kind: 'pet', realm, id: petId }, command: rename }],
      },
      title: `Call ${view.name} ${name}?`,
      text: '`/pet rename undo:true` brings the old name back within 7 days.',
    });
  },
});
