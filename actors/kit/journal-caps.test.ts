import { describe, expect, it } from 'vitest';
import { createHold, watch } from '#test/support/hold.ts';
import { createRig, type Rig } from '#test/support/kit-rig.ts';
import { probe, type ProbeState } from '#test/support/probe-kind.ts';
import { COMMIT_MAX_BYTES, COMMIT_MAX_COMMANDS, COMMIT_MAX_EVENTS } from '#ports/commit.ts';

const a = { realm: '0', id: 'a' };

const createHeldRig = async () => {
  const hold = createHold();
  const rig = await createRig({ kinds: [probe], store: { defer: hold.defer } });
  return { hold, rig };
};

const commitsOf = async (rig: Rig) => {
  const [stream] = await rig.store.journal.streams('', 1);
  return rig.store.journal.read(stream?.stream ?? '', 1, 1_000);
};

/** Sends them while one commit is on its way, so that they must share the next ones. */
const askBehindOne = async (count: number, events: number, pad: number) => {
  const { hold, rig } = await createHeldRig();
  await rig.engine.ask(probe, a, { type: 'Stamp' }, rig.call());
  hold.hold('append', 'before');
  rig.engine.tell(probe, a, { type: 'Stamp' }, rig.call());
  await rig.still();
  const asks = Array.from({ length: count }, () =>
    rig.engine.ask(probe, a, { type: 'Put', events, pad }, rig.call()),
  );
  await rig.still();
  hold.release('append');
  const answers = await Promise.all(asks);
  const state: ProbeState = await rig.engine.read(probe, a, 'state', {}, rig.call());
  return { rig, answers, state, commits: await commitsOf(rig) };
};

describe('one commit', () => {
  it('carries many commands, and no more than 200', async () => {
    const { commits, state, answers } = await askBehindOne(500, 1, 1);
    expect(commits.map(({ cmds }) => cmds.length)).toEqual([1, 1, 200, 200, 100]);
    expect(Math.max(...commits.map(({ cmds }) => cmds.length))).toBeLessThanOrEqual(COMMIT_MAX_COMMANDS);
    expect(state.count).toBe(500);
    expect(answers.map(({ seq }) => seq)).toEqual(answers.map(({ seq }) => seq).toSorted((x, y) => x - y));
  });

  it('has no more than 200 events, when commands bring three each', async () => {
    const { commits, state, answers } = await askBehindOne(150, 3, 1);
    expect(answers.filter(({ ok }) => ok)).toHaveLength(150);
    for (const { cmds } of commits) {
      expect(cmds.reduce((sum, { events }) => sum + events.length, 0)).toBeLessThanOrEqual(COMMIT_MAX_EVENTS);
    }
    expect(state.count).toBe(450);
  });

  it('is no longer than 256 KB, when commands bring 20 KB each', async () => {
    const { commits, state, rig } = await askBehindOne(40, 1, 20_000);
    for (const commit of commits) {
      expect(Buffer.byteLength(JSON.stringify(commit))).toBeLessThanOrEqual(COMMIT_MAX_BYTES);
    }
    expect(state.count).toBe(40);
    expect(rig.alarms).toEqual([]);
  });

  it('that one command makes too large is refused for that command alone', async () => {
    const { hold, rig } = await createHeldRig();
    hold.hold('append', 'before');
    rig.engine.tell(probe, a, { type: 'Stamp' }, rig.call());
    await rig.still();
    const asks = [
      rig.engine.ask(probe, a, { type: 'Put', events: 1, pad: 1 }, rig.call()),
      rig.engine.ask(probe, a, { type: 'Put', events: 201, pad: 1 }, rig.call()),
      rig.engine.ask(probe, a, { type: 'Put', events: 1, pad: 1 }, rig.call()),
    ];
    const settled = Promise.allSettled(asks);
    await rig.still();
    hold.release('append');
    await rig.pass(2_000);
    expect((await settled).map(({ status }) => status)).toEqual(['fulfilled', 'rejected', 'fulfilled']);
    const state: ProbeState = await rig.engine.read(probe, a, 'state', {}, rig.call());
    expect(state.count).toBe(2);
  });

  it('that cannot be made smaller is E_LIMIT, and trying again does not help', async () => {
    const { rig } = await createHeldRig();
    const large = rig.engine.ask(probe, a, { type: 'Put', events: 1, pad: 300_000 }, rig.call('large'));
    await expect(large).rejects.toMatchObject({ code: 'E_LIMIT', retryable: false });
    const other = await rig.engine.ask(probe, a, { type: 'Put', events: 1, pad: 1 }, rig.call());
    expect(other).toMatchObject({ ok: true, value: { count: 1 } });
  });

  it('that an effect makes too large for its receiver is a dead letter at once', async () => {
    const { rig } = await createHeldRig();
    // what fits once at the sender, the receiver keeps and sends on
    const label = 'x'.repeat(62_000);
    const on = { kind: 'probe', realm: '0', id: 'c' };
    const send = { type: 'Send', to: { kind: 'probe', realm: '0', id: 'b' }, labels: [label], on } as const;
    const kind = rig.store.journal.append.bind(rig.store.journal);
    rig.store.journal.append = (entries) =>
      kind(
        entries.map(({ commit, json }) =>
          commit._id.includes(':b#')
            ? { commit, json: `${json ?? ''}${' '.repeat(200_000)}` }
            : { commit, json },
        ) as Parameters<typeof kind>[0],
      );
    await rig.engine.ask(probe, a, send, rig.call());
    await rig.pass(3_000);
    const state: ProbeState = await rig.engine.read(probe, a, 'state', {}, rig.call());
    expect(state.settled).toEqual([`${label}:gave up`]);
    expect(await rig.store.deadLetters.count()).toBe(1);
  });

  it('has room for what it gathers in any script', async () => {
    const { hold, rig } = await createHeldRig();
    hold.hold('append', 'before');
    rig.engine.tell(probe, a, { type: 'Stamp' }, rig.call());
    await rig.still();
    const to = { kind: 'probe', realm: '0', id: 'b' };
    const asks = Array.from({ length: 20 }, (_, n) =>
      rig.engine.ask(probe, a, { type: 'Send', to, labels: [`${n}${'\u732b'.repeat(5_000)}`] }, rig.call()),
    );
    const settled = Promise.allSettled(asks);
    await rig.still();
    hold.release('append');
    await rig.pass(2_000);
    expect((await settled).filter(({ status }) => status === 'rejected')).toEqual([]);
    expect(rig.alarms.filter(({ what }) => what === 'refused')).toEqual([]);
  });

  it('repeats inside one commit are one command, however many', async () => {
    const { hold, rig } = await createHeldRig();
    hold.hold('append', 'before');
    rig.engine.tell(probe, a, { type: 'Stamp' }, rig.call());
    await rig.still();
    const asks = Array.from({ length: 450 }, (_, n) =>
      rig.engine.ask(probe, a, { type: 'Put', events: 1, pad: 1 }, rig.call(`n${n % 150}`)),
    );
    await rig.still();
    hold.release('append');
    const answers = await Promise.all(asks);
    expect(answers.filter(({ repeated }) => !repeated)).toHaveLength(150);
    const state: ProbeState = await rig.engine.read(probe, a, 'state', {}, rig.call());
    expect(state.count).toBe(150);
  });
});

describe('the inbox', () => {
  it('refuses an ask and a tell when it is full, at once, and loses none that it took', async () => {
    const { hold, rig } = await createHeldRig();
    hold.hold('read', 'before');
    const taken: Promise<unknown>[] = [];
    for (let n = 0; n < 2_048; n += 1)
      taken.push(rig.engine.ask(probe, a, { type: 'Put', events: 1, pad: 1 }, rig.call()));
    expect(rig.engine.tell(probe, a, { type: 'Put', events: 1, pad: 1 }, rig.call())).toBe(false);
    await expect(rig.engine.ask(probe, a, { type: 'Stamp' }, rig.call())).rejects.toMatchObject({
      code: 'E_OVERLOAD',
      retryable: true,
      retryAfterMs: expect.any(Number) as unknown,
    });
    hold.release('read');
    await Promise.all(taken);
    const state: ProbeState = await rig.engine.read(probe, a, 'state', {}, rig.call());
    expect(state.count).toBe(2_048);
  });

  it('refuses what waited beyond its deadline before it is decided, and its id is not used', async () => {
    const { hold, rig } = await createHeldRig();
    hold.hold('read', 'before');
    const late = watch(
      rig.engine.ask(probe, a, { type: 'Put', events: 1, pad: 1 }, rig.call('x', { deadlineMs: 500 })),
    );
    await rig.pass(1_000);
    expect(late.error).toMatchObject({ code: 'E_RETRY' });
    hold.release('read');
    const state: ProbeState = await rig.engine.read(probe, a, 'state', {}, rig.call());
    expect(state.count).toBe(0);
    expect(await rig.engine.ask(probe, a, { type: 'Put', events: 1, pad: 1 }, rig.call('x'))).toMatchObject({
      ok: true,
      repeated: false,
    });
  });
});
