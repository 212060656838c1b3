import type { CommandContext } from '../define-command.ts';
import { mintNonce } from '../nonce.ts';
import type { Button } from '../panel.ts';

/** Makes buttons about one thing by its id; `entity` may hold more behind hyphens. */
type FightButton = (
  context: CommandContext,
  verb: string,
  entity: string,
  look: Pick<Button, 'label' | 'style'> & { readonly disabled?: boolean },
  revision?: number,
) => Button;

const buttonsOf =
  (feature: 'battle' | 'match'): FightButton =>
  (context, verb, entity, look, revision = 0) => ({
    kind: 'button',
    customId: context.deps.customIds.encode({
      feature,
      verb,
      entity,
      revision,
      owner: context.userId,
      nonce: mintNonce(context),
    }),
    disabled: false,
    ...look,
  });

/** A button about a battle. */
export const battleButton = buttonsOf('battle');
/** A button about a match. */
export const matchButton = buttonsOf('match');

/** What there is to press when it is over; `isOwn`: for one of those who fought it. */
export const overButtons = (
  press: (verb: string, label: string, style: Button['style']) => Button,
  isOwn: boolean,
): readonly Button[] => [
  press('replay', 'Replay', 'secondary'),
  press('verify', 'Verify', 'secondary'),
  ...(isOwn ? [press('rematch', 'Rematch', 'primary')] : []),
];
