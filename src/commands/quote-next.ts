import { parseAsset } from '#game/economy/ledger-legs.ts';
import type { QuotePlan } from '#game/profile/user-protocol.ts';
import { speciesById } from '#game/pet/species.ts';
import { Fault } from '#ports/fault.ts';
import type { CommandContext } from './define-command.ts';
import type { Panel } from './panel.ts';
import { petButton, petImage } from './pet/pet-panel.ts';
import { readHatched } from './pet/stable.ts';

/** What a quote that was carried out shows beside its figures: what came of it by name, and where to go on. */
export interface Next extends Pick<Panel, 'controls' | 'images'> {
  /** Instead of what the legs of the transfer say. */
  readonly got?: string;
}

/** The pet that hatches for the price; `undefined` when it cannot be looked at just now. */
const hatched = async (context: CommandContext, petId: string) => {
  try {
    return await readHatched(context, petId);
  } catch (error) {
    // it is paid and adopted; `/pet view` shows it as soon as it answers
    if (error instanceof Fault) return undefined;
    throw error;
  }
};

const adopted = async (context: CommandContext, plan: QuotePlan, nonce: string): Promise<Next> => {
  const assets = plan.transfer.legs.flatMap((leg) => ('asset' in leg ? [parseAsset(leg.asset)] : []));
  const petId = assets.find((ref) => ref?.kind === 'pet')?.id;
  const view = petId === undefined ? undefined : await hatched(context, petId);
  if (petId === undefined || view === undefined) return {};
  return {
    got: `${view.name} the ${speciesById(view.species)?.name ?? 'pet'}`,
    images: [petImage(view)],
    controls: [
      [
        petButton(context, { verb: 'view', entity: petId, nonce }, { label: 'View', style: 'primary' }),
        petButton(context, { verb: 'feed', entity: petId, nonce }, { label: 'Feed' }),
      ],
    ],
  };
};

const receiptButton = (context: CommandContext, receiptId: string, nonce: string): Next => ({
  controls: [
    [
      {
        kind: 'button',
        customId: context.deps.customIds.encode({
          feature: 'eco',
          verb: 'receipt',
          entity: receiptId.toLowerCase(),
          revision: 0,
          owner: context.userId,
          nonce,
        }),
        label: 'Receipt',
        style: 'secondary',
        disabled: false,
      },
    ],
  ],
});

/** What comes next after a quote of that plan. */
export const nextOf = async (context: CommandContext, plan: QuotePlan, receiptId: string): Promise<Next> => {
  // the same whenever it is drawn: a press that is repeated gets the same answer
  const nonce = receiptId.toLowerCase();
  if (plan.kind === 'adopt') return adopted(context, plan, nonce);
  return plan.kind === 'pay' || plan.kind === 'gift' ? receiptButton(context, receiptId, nonce) : {};
};
