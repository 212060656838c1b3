/** Times the pace of a live battle. */
export const SPEEDS = [0.5, 1, 2, 4, 8] as const;
export type Speed = (typeof SPEEDS)[number];

/** How a replay is being watched. */
export interface ReplayPlayer {
  readonly tick: number;
  readonly last: number;
  readonly isPlaying: boolean;
  readonly speed: Speed;
}

const TICK_MS = 600;

const clamp = (tick: number, last: number): number =>
  Number.isFinite(tick) ? Math.min(last, Math.max(0, Math.round(tick))) : 0;

/** Opens a replay at a tick; beyond its ends it opens there. */
export const openPlayer = (last: number, tick = 0): ReplayPlayer => ({
  tick: clamp(tick, last),
  last,
  isPlaying: false,
  speed: 2,
});

/** Plays or pauses; at the end it begins anew. */
export const toggle = (player: ReplayPlayer): ReplayPlayer =>
  player.isPlaying
    ? { ...player, isPlaying: false }
    : { ...player, isPlaying: player.last > 0, tick: player.tick >= player.last ? 0 : player.tick };

/** Goes to a tick and pauses there. */
export const seek = (player: ReplayPlayer, tick: number): ReplayPlayer => ({
  ...player,
  tick: clamp(tick, player.last),
  isPlaying: false,
});

export const withSpeed = (player: ReplayPlayer, speed: Speed): ReplayPlayer => ({ ...player, speed });

/** The next tick while it plays; pauses at the end. */
export const playOn = (player: ReplayPlayer): ReplayPlayer => {
  if (!player.isPlaying) return player;
  const tick = Math.min(player.last, player.tick + 1);
  return { ...player, tick, isPlaying: tick < player.last };
};

/** How long a step stands, ms. `stepMs`: at speed 1. */
export const tickMs = ({ speed }: ReplayPlayer, stepMs = TICK_MS): number => stepMs / speed;

const LEAP = 10;

/** What a key does; `undefined`: nothing. */
export const playerKey = (player: ReplayPlayer, key: string, isShift: boolean): ReplayPlayer | undefined => {
  const stride = isShift ? LEAP : 1;
  switch (key) {
    case 'ArrowLeft':
      return seek(player, player.tick - stride);
    case 'ArrowRight':
      return seek(player, player.tick + stride);
    case 'Home':
      return seek(player, 0);
    case 'End':
      return seek(player, player.last);
    case ' ':
    case 'k':
      return toggle(player);
    default:
      return undefined;
  }
};
