import type { Aftermath } from '#game/battle/aftermath.ts';
import type { Player } from '#game/battle/battle-protocol.ts';
import type { PanelField } from '../panel.ts';
import { playerName } from './arena.ts';

const signed = (change: number): string => (change < 0 ? `−${-change}` : `+${change}`);

/** What the end of a battle changed elsewhere: ratings, the viewer's own experience, the receipt of the stakes. */
export const aftermathFields = (
  { ratings, xp, receiptId }: Aftermath,
  players: readonly Player[],
  context: Parameters<typeof playerName>[1],
): readonly PanelField[] => {
  const gained = xp.find((one) => one !== null && one > 0);
  return [
    ...(ratings === null
      ? []
      : players.map((player, n) => {
          const [before = 0, after = 0] = [ratings.before[n], ratings.after[n]];
          const value = `${before} → ${after} (${signed(after - before)})`;
          const isOwn = player.kind === 'person' && player.userId === context.userId;
          const name = isOwn ? 'Your rating' : `Rating of ${playerName(player, context)}`;
          return { name, value, inline: true };
        })),
    ...(gained === undefined || gained === null
      ? []
      : [{ name: 'Experience', value: `+${gained}`, inline: true }]),
    ...(receiptId === null ? [] : [{ name: 'Receipt', value: `\`${receiptId}\``, inline: true }]),
  ];
};
