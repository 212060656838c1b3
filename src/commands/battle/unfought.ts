import type { BattleView } from '#game/battle/view.ts';

const CLOSED: Readonly<Record<string, string>> = {
  declined: 'Declined: nobody fought.',
  withdrawn: 'Withdrawn: nobody fought.',
  expired: 'Nobody took it up in time.',
};

/** Why a battle or match has no outcome; empty while it may still have one. */
export const unfoughtText = ({ status, reason }: Pick<BattleView, 'status' | 'reason'>): string => {
  if (reason === null) return '';
  return (status === 'closed' ? CLOSED[reason] : undefined) ?? `Voided: ${reason}`;
};
