import { ANYONE } from '#commands/for-all.ts';
import type { Button, Panel } from '#commands/panel.ts';
import type { CustomIds } from '#commands/custom-id.ts';
import type { BattleRef } from './sights.ts';

/** Feature of the controls that this surface answers itself. */
export const THREAD_FEATURE = 'thread';
/** Verbs of those controls. */
export const THREAD_VERBS = ['follow', 'rematch'] as const;

/** Where a battle stands, as far as its thread cares. */
export type Stage = 'waiting' | 'live' | 'over';

/** What a thread's own control is about; a battle by ticks is its id alone, as controls have it that were sent before. */
const entityOf = ({ kind, id }: BattleRef): string => (kind === 'battle' ? id : `${id}-${kind}`);

/** The battle that a thread's own control is about. */
export const refOf = (entity: string): BattleRef => {
  const [id = '', kind] = entity.split('-');
  return { kind: kind === 'match' ? 'match' : 'battle', id };
};

type Look = readonly [verb: string, label: string, style: Button['style']];

/** Buttons for everybody; the nonce of what only reads says nothing. */
const row = (customIds: CustomIds, feature: string, entity: string, looks: readonly Look[]): Button[] =>
  looks.map(([verb, label, style]) => ({
    kind: 'button',
    customId: customIds.encode({
      feature,
      verb,
      entity,
      revision: 0,
      owner: ANYONE,
      nonce: label.toLowerCase(),
    }),
    disabled: false,
    label,
    style,
  }));

/** The buttons under a battle that all can see; each answers the one who presses it, alone. */
const buttonsOf = (customIds: CustomIds, battle: BattleRef, stage: Stage): readonly Button[] =>
  stage === 'over'
    ? [
        ...row(customIds, battle.kind, battle.id, [
          ['replay', 'Replay', 'secondary'],
          ['verify', 'Verify', 'secondary'],
        ]),
        ...row(customIds, THREAD_FEATURE, entityOf(battle), [['rematch', 'Rematch', 'primary']]),
      ]
    : [
        ...row(customIds, battle.kind, battle.id, [
          ['view', 'Controls', 'primary'],
          ['view', 'Watch', 'secondary'],
        ]),
        ...row(customIds, THREAD_FEATURE, entityOf(battle), [['follow', 'Follow', 'secondary']]),
      ];

/** A battle as everybody's panel: what all may see, with the buttons of its stage. */
export const liveMessagePanel = (
  customIds: CustomIds,
  seen: Panel,
  battle: BattleRef,
  stage: Stage,
  title: string,
): Panel => ({
  ...seen,
  title: stage === 'over' ? `${title}: over` : title,
  controls: [buttonsOf(customIds, battle, stage)],
  ephemeral: false,
});

/** Whether controls are those under the message that shows this battle to all. */
export const showsToAll = (
  customIds: CustomIds,
  ids: readonly string[],
  { kind, id: battleId }: BattleRef,
): boolean =>
  ids.some((id) => {
    const parts = customIds.decode(id);
    return parts?.owner === ANYONE && parts.feature === kind && parts.entity === battleId;
  });

/** The last state of a message that goes on elsewhere. */
export const movedPanel = (title: string): Panel => ({
  title,
  text: 'This battle goes on in the newer message below.',
  ephemeral: false,
});

/** Somebody's own panel as it is left when Discord lets it be edited no longer. */
export const standingStill = (seen: Panel): Panel => ({
  ...seen,
  tone: 'warn',
  footer:
    'This view is a quarter of an hour old and stands still now. Any of its buttons gives you a new one.',
});

/** The battle that a panel is about, by its controls. */
export const battleOf = (customIds: CustomIds, panel: Panel): BattleRef | undefined => {
  for (const { customId } of (panel.controls ?? []).flat()) {
    const parts = customIds.decode(customId);
    const [id = ''] = parts?.entity.split('-') ?? [];
    if ((parts?.feature === 'battle' || parts?.feature === 'match') && /^[a-z0-9]{14}$/.test(id)) {
      return { kind: parts.feature, id };
    }
  }
  return undefined;
};
