import { describe, expect, it } from 'vitest';
import { z } from 'zod';
import { accept } from '#game/shared/decider.ts';
import { createRig } from '#test/support/kit-rig.ts';
import { defineEntity } from './define-entity.ts';

type Command = { readonly type: 'Listen' } | { readonly type: 'Talk' };
type Event = { readonly type: 'Heard'; readonly words: readonly unknown[] };
interface State {
  readonly words: readonly unknown[];
}

const listener = defineEntity({
  kind: 'listener',
  decider: {
    initial: (): State => ({ words: [] }),
    decide: (_state: State, _command: Command, { heard = [] }) =>
      accept<Event, readonly unknown[]>([{ type: 'Heard', words: heard }], heard),
    evolve: (state: State, event: Event): State => ({ words: [...state.words, ...event.words] }),
  },
  state: z.object({ words: z.array(z.unknown()) }),
  stateVersion: 1,
  events: { Heard: z.strictObject({ words: z.array(z.unknown()) }) },
  reads: { words: (state: State) => state.words },
  listens: new Set(['Listen']),
  inboxMax: 80,
});

const place = { realm: '0', id: 'a' };

describe('a whisper', () => {
  it('is heard once, by the next command that listens, in the order of arrival', async () => {
    const rig = await createRig({ kinds: [listener] });
    const ask = (type: Command['type']) => rig.engine.ask(listener, place, { type }, rig.call());
    rig.engine.whisper(listener, place, 'one', 's');
    rig.engine.whisper(listener, place, 'two', 's');
    expect(await ask('Talk')).toMatchObject({ value: [] });
    expect(await ask('Listen')).toMatchObject({ value: ['one', 'two'] });
    expect(await ask('Listen')).toMatchObject({ value: [] });
    expect(rig.alarms).toEqual([]);
  });

  it('is committed only as what a command made of it', async () => {
    const rig = await createRig({ kinds: [listener] });
    rig.engine.whisper(listener, place, 'lost', 's');
    await rig.still();
    expect(rig.engine.stats().commits).toBe(0);
    rig.engine.crash('listener', place);
    await rig.pass(1_000);
    expect(await rig.engine.read(listener, place, 'words', undefined, rig.call())).toEqual([]);
  });

  it('meets the bounds of the inbox, and of many the oldest go', async () => {
    const rig = await createRig({ kinds: [listener] });
    const told = Array.from({ length: 100 }, (_, n) => rig.engine.whisper(listener, place, n, 's'));
    expect(told.filter((isQueued) => isQueued)).toHaveLength(80);
    const answer = await rig.engine
      .ask(listener, place, { type: 'Listen' }, rig.call())
      .catch(() => undefined);
    expect(answer).toBeUndefined();
    await rig.still();
    const heard = await rig.engine.ask(listener, place, { type: 'Listen' }, rig.call());
    expect(heard).toMatchObject({ value: Array.from({ length: 64 }, (_, n) => n + 16) });
  });
});
