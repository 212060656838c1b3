import { pet } from '#actors/pet/pet.ts';
import type { Item } from '#game/economy/items.ts';
import type { PetCommand, PetReply } from '#game/pet/pet-protocol.ts';
import type { CommandContext } from '../define-command.ts';
import type { Panel } from '../panel.ts';
import { refuse } from '../rejected.ts';
import { effectOf, ownItems } from './items.ts';
import { gainsText, nextNeed, petButton, petControl, petPanel } from './pet-panel.ts';
import { askPet, type OwnedPet, petOf, petPlace } from './stable.ts';

type CareCommand = Extract<PetCommand, { type: 'Feed' | 'Play' | 'Clean' | 'Rest' | 'Heal' }>;

const THANKS: Readonly<Record<CareCommand['type'], string>> = {
  Feed: 'ate it up',
  Play: 'had a wild time',
  Clean: 'is clean again',
  Rest: 'had a nap',
  Heal: 'took it bravely',
};

const pendingPanel = (context: CommandContext, { petId, view }: OwnedPet): Panel => ({
  title: 'On its way',
  tone: 'warn',
  text: `${view.name} gets it as soon as the ledger has answered, once. Look again in a moment.`,
  controls: [
    [petButton(context, { verb: 'view', entity: petId }, { label: 'Look again', style: 'primary' })],
  ],
  ephemeral: true,
});

/** How a care with an item ended; `undefined` while the ledger is still asked. @throws CommandRejection the ledger's no */
const ended = async (
  context: CommandContext,
  petId: string,
  reply: PetReply,
): Promise<{ readonly note: string } | undefined> => {
  if (reply.type === 'CaredFor') {
    const less =
      reply.freshness < 100 ? ` Worth ${reply.freshness} %: variety and a break bring it back.` : '';
    return { note: `${gainsText(reply.gains)}.${less}` };
  }
  if (reply.type !== 'CareStarted') return { note: '' };
  const outcome = await context.deps.engine.waitFor(
    pet,
    petPlace(context, petId),
    'care',
    { no: reply.no },
    context,
  );
  if (outcome === undefined) return undefined;
  if (outcome.rejection !== null) return refuse(outcome.rejection);
  return { note: outcome.gains === null ? '' : `${gainsText(outcome.gains)}.` };
};

/** Gives a care and draws the pet as it is after it. @throws CommandRejection, Fault */
export const careFor = async (
  context: CommandContext,
  owned: OwnedPet,
  command: CareCommand,
): Promise<Panel> => {
  const reply = await askPet(context, owned.petId, command);
  const end = await ended(context, owned.petId, reply);
  if (end === undefined) return pendingPanel(context, owned);
  const now = await petOf(context, owned.petId);
  const { view } = now;
  const note = `${view.name} ${THANKS[command.type]}: ${end.note} ${nextNeed(view)}`;
  return petPanel(context, now, { note: note.trim(), tone: 'good' });
};

/** What using an item on a pet means; `undefined` for things to keep. */
const careWith = ({ id, pet: use }: Item): CareCommand | undefined => {
  switch (use?.kind) {
    case 'food':
      return { type: 'Feed', item: id };
    case 'toy':
      return { type: 'Play', item: id };
    case 'medicine':
      return { type: 'Heal', item: id };
    case undefined:
      return undefined;
  }
};

/** Uses an item of the caller on a pet: every command and control that gives one goes through here. @throws CommandRejection, Fault */
export const giveItem = async (context: CommandContext, owned: OwnedPet, item: Item): Promise<Panel> => {
  const command =
    careWith(item) ??
    refuse({
      code: 'E_INPUT',
      field: 'item',
      message: `${item.name} is for keeping: no pet uses it. \`/eco inventory\` says what your things are for.`,
    });
  return careFor(context, owned, command);
};

/** A choice of what the caller has of a shelf for this pet. */
export const itemChooser = async (
  context: CommandContext,
  { petId, view }: OwnedPet,
  shelf: 'food' | 'medicine' | 'toy',
): Promise<Panel> => {
  const own = await ownItems(context, shelf);
  const verb = { food: 'give', medicine: 'cure', toy: 'toy' }[shelf];
  const back = petButton(context, { verb: 'view', entity: petId }, { label: 'Back' });
  if (own.length === 0) {
    return {
      title: `No ${shelf} at hand`,
      tone: 'warn',
      text: `\`/eco shop category:${shelf}\` shows what there is, \`/eco buy\` brings it.`,
      controls: [[back]],
      ephemeral: true,
    };
  }
  return {
    title: `What does ${view.name} get?`,
    text: shelf === 'toy' ? 'Toys are kept.' : 'One piece is used up.',
    controls: [
      [
        {
          kind: 'select',
          customId: petControl(context, { verb, entity: petId }),
          placeholder: `Choose ${shelf === 'toy' ? 'a toy' : shelf}`,
          options: own.slice(0, 25).map(({ item, quantity }) => ({
            label: `${item.name} × ${quantity}`,
            value: item.id,
            description: effectOf(item),
          })),
          max: 1,
          disabled: false,
        },
      ],
      [back],
    ],
    ephemeral: true,
  };
};
