import type { BattleView } from '#game/battle/view.ts';
import type { PanelField } from '../panel.ts';

/** What a battle of either kind promises before it is played, and reveals after it. */
type Promised = Pick<BattleView, 'commitment' | 'openingDigest' | 'revealed'> & {
  readonly outcome: { readonly replayDigest: string } | null;
};

/** Digits to copy; nothing where nothing is known yet. */
const digits = (name: string, value: string | undefined): readonly PanelField[] =>
  value === undefined || value === '' ? [] : [{ name, value: `\`${value}\`` }];

/**
 * What has been published about a battle so far, whole, as the verifier takes it: the commitment on the challenge card,
 * the opening digest once it has begun, the digest of its replay and the server's seed once it is over.
 */
export const proofFields = ({
  commitment,
  openingDigest,
  revealed,
  outcome,
}: Promised): readonly PanelField[] => [
  ...digits('Seed commitment', commitment),
  ...digits('Opening digest', openingDigest),
  ...digits('Replay digest', outcome?.replayDigest),
  ...digits('Server seed', revealed?.serverSeed),
];
