import { ANYONE } from '#commands/for-all.ts';
import { type Button, type Panel } from '#commands/panel.ts';
import { type CustomIds } from '#commands/custom-id.ts';

/** Feature of the controls that this surface answers itself. */
export const THREAD_FEATURE = 'thread';

/** Where a battle stands, as far as its thread cares. */
export type Stage = 'waiting' | 'live' | 'over';

const button = (
  customIds: CustomIds,
  feature: string,
  verb: string,
  battleId: string,
  nonce: string,
  look: Pick<Button, 'label' | 'style'>,
): Button => ({
  kind: 'button',
  customId: customIds.encode({ feature, verb, entity: battleId, revision: 0, owner: ANYONE, nonce }),
  disabled: false,
  ...look,
});

/** The buttons under a battle that all can see; each answers the one who presses it, alone. */
const buttonsOf = (customIds: CustomIds, battleId: string, stage: Stage): readonly Button[] =>
  stage === 'over'
    ? [
        button(customIds, 'battle', 'replay', battleId, 'replay', { label: 'Replay', style: 'secondary' }),
        button(customIds, 'battle', 'verify', battleId, 'verify', { label: 'Verify', style: 'secondary' }),
        button(customIds, THREAD_FEATURE, 'rematch', battleId, 'rematch', {
          label: 'Rematch',
          style: 'primary',
        }),
      ]
    : [
        button(customIds, 'battle', 'view', battleId, 'controls', { label: 'Controls', style: 'primary' }),
        button(customIds, 'battle', 'view', battleId, 'watch', { label: 'Watch', style: 'secondary' }),
        button(customIds, THREAD_FEATURE, 'follow', battleId, 'follow', {
          label: 'Follow',
          style: 'secondary',
        }),
      ];

/** A battle as everybody's panel: what all may see, with the buttons of its stage. */
export const liveMessagePanel = (
  customIds: CustomIds,
  seen: Panel,
  battleId: string,
  stage: Stage,
  title: string,
): Panel => ({
  ...seen,
  title: stage === 'over' ? `${title}: over` : title,
  controls: [buttonsOf(customIds, battleId, stage)],
  ephemeral: false,
});

/** The last state of a message that goes on elsewhere. */
export const movedPanel = (title: string): Panel => ({
  title,
  text: 'This battle goes on in the newer message below.',
  ephemeral: false,
});

/** The battle that a panel is about, by its controls. */
export const battleOf = (customIds: CustomIds, panel: Panel): string | undefined => {
  for (const { customId } of (panel.controls ?? []).flat()) {
    const parts = customIds.decode(customId);
    const [id = ''] = parts?.entity.split('-') ?? [];
    if (parts?.feature === 'battle' && /^[a-z0-9]{14}$/.test(id)) return id;
  }
  return undefined;
};
