import { ComponentType } from 'discord.js';
import { afterEach, beforeEach, describe, expect, it } from 'vitest';
import { battle } from '#actors/battle/battle.ts';
import { battleCommands, battleComponents } from '#commands/battle/index.ts';
import { ANYONE, showTo } from '#commands/for-all.ts';
import { profileCommands } from '#commands/profile/index.ts';
import { verifyReplay } from '#game/battle/verify.ts';
import { nodeHash } from '#ports/hash.ts';
import { controlOf, play, type Playing } from '#test/support/commands/playing.ts';
import { renderPanel } from '../render/panel.ts';
import { liveMessagePanel, type Stage } from './thread-panels.ts';

let game: Playing;

beforeEach(async () => {
  game = await play([...battleCommands, ...profileCommands], battleComponents);
  await game.run('ash', '/profile view');
});

afterEach(() => game.rig.engine.kill());

/** The words of a battle's message, as everybody in its thread reads them. */
const messageOf = async (id: string, stage: Stage): Promise<string> => {
  const onlooker = { userId: ANYONE, displayName: '', realm: 'home', scope: 'g1' };
  const seen = await game.finish(
    showTo(game.desk, onlooker, { feature: 'battle', verb: 'view', entity: id }),
  );
  const panel = liveMessagePanel(
    game.desk.deps.customIds,
    seen,
    { kind: 'battle', id },
    stage,
    'ash against Wren',
  );
  const { body, files } = renderPanel(panel, () => undefined);
  expect(files).toEqual([]);
  return body.components[0].components
    .flatMap((part) => (part.type === ComponentType.TextDisplay ? [part.content] : []))
    .join('\n');
};

const digitsIn = (text: string, name: string): string =>
  new RegExp(`\\*\\*${name}\\*\\* \`([0-9a-f]{64})\``).exec(text)?.[1] ?? 'none';

describe('the message of a battle', () => {
  it('publishes what its verifier takes: the opening digest when it begins, the replay digest at its end', async () => {
    const card = await game.run('ash', '/battle npc trainer:wren team:loan:mossback');
    const [, id = ''] = /Battle ([a-z0-9]+)/.exec(card.footer ?? '') ?? [];
    await game.press('ash', controlOf(card, 'Start'));
    const opening = await messageOf(id, 'live');
    await game.press('ash', controlOf(await game.run('ash', '/battle forfeit'), 'Give up'));
    const result = await messageOf(id, 'over');
    const call = { scope: 'g1', deadlineMonoMs: game.rig.clock.monoMs() + 5_000 };
    const replay = await game.finish(game.rig.engine.read(battle, { realm: 'home', id }, 'replay', {}, call));
    const published = {
      commitment: digitsIn(opening, 'Seed commitment'),
      openingDigest: digitsIn(opening, 'Opening digest'),
      digest: digitsIn(result, 'Replay digest'),
    };
    expect(digitsIn(opening, 'Replay digest')).toBe('none');
    expect(digitsIn(result, 'Server seed')).toBe(replay?.serverSeed);
    expect(verifyReplay(replay, nodeHash, published)).toMatchObject({ ok: true });
    const other = { ...published, digest: published.commitment };
    expect(verifyReplay(replay, nodeHash, other)).toMatchObject({ ok: false });
  });
});
