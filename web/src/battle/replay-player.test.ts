import { describe, expect, it } from 'vitest';
import { openPlayer, playerKey, playOn, seek, tickMs, toggle, withSpeed } from './replay-player.ts';

describe('watching a replay', () => {
  it('opens at the tick of a link, within its ends', () => {
    expect(openPlayer(100, 40)).toMatchObject({ tick: 40, isPlaying: false });
    expect(openPlayer(100, 4_000).tick).toBe(100);
    expect(openPlayer(100, Number.NaN).tick).toBe(0);
  });

  it('plays to its end, pauses there, and begins anew', () => {
    let player = toggle(openPlayer(3));
    for (let n = 0; n < 5; n += 1) player = playOn(player);
    expect(player).toMatchObject({ tick: 3, isPlaying: false });
    expect(toggle(player)).toMatchObject({ tick: 0, isPlaying: true });
  });

  it('stands still while paused', () => {
    const player = openPlayer(10, 4);
    expect(playOn(player)).toBe(player);
  });

  it('pauses where one takes the slider', () => {
    expect(seek(toggle(openPlayer(10)), 7)).toMatchObject({ tick: 7, isPlaying: false });
    expect(seek(openPlayer(10), -3).tick).toBe(0);
  });

  it('plays nothing of a battle without ticks', () => {
    expect(toggle(openPlayer(0)).isPlaying).toBe(false);
  });

  it('goes by the keyboard', () => {
    const player = openPlayer(50, 20);
    expect(playerKey(player, 'ArrowRight', false)?.tick).toBe(21);
    expect(playerKey(player, 'ArrowLeft', true)?.tick).toBe(10);
    expect(playerKey(player, 'Home', false)?.tick).toBe(0);
    expect(playerKey(player, 'End', false)?.tick).toBe(50);
    expect(playerKey(player, ' ', false)?.isPlaying).toBe(true);
    expect(playerKey(player, 'x', false)).toBeUndefined();
  });

  it('goes faster at a higher speed', () => {
    expect(tickMs(withSpeed(openPlayer(9), 1))).toBe(600);
    expect(tickMs(withSpeed(openPlayer(9), 4))).toBe(150);
  });
});
