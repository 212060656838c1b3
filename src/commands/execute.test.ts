import { describe, expect, it } from 'vitest';
import { defineEntity } from '#actors/kit/define-entity.ts';
import { accept } from '#game/shared/decider.ts';
import { Fault } from '#ports/fault.ts';
import type { RateLimiter } from '#ports/rate-limiter.ts';
import { admitted } from '#test/support/admitted.ts';
import { fakeDesk, membersMay, NOW_MS } from '#test/support/commands/fake-desk.ts';
import { z } from 'zod';
import { callOf } from './call.ts';
import {
  type CommandContext,
  type CommandDefinition,
  defineCommand,
  defineComponent,
} from './define-command.ts';
import type { Caller, Desk } from './desk.ts';
import { executeCommand, executeComponent } from './execute.ts';
import { refuse, unwrap } from './rejected.ts';

const counter = defineEntity({
  kind: 'counter',
  decider: { initial: () => 0, decide: () => accept([], {}), evolve: (state: number) => state },
  state: z.number(),
  stateVersion: 1,
  events: {},
  reads: {},
});

const caller = (name = 'Ash', roles: Caller['roles'] = new Set(['member'])): Caller => ({
  provider: 'playground',
  externalId: name.toLowerCase(),
  name,
  realm: 'demo',
  scope: 'guild1',
  roles,
});

const command = (
  run: (context: CommandContext) => Promise<void>,
  more: Partial<CommandDefinition> = {},
): CommandDefinition =>
  defineCommand({
    name: 'try it',
    summary: 's',
    ephemeral: true,
    options: [{ name: 'share', type: 'boolean', description: 'd' }],
    examples: ['/try it'],
    run: async (_input, context) => {
      await run(context);
      return { title: 'Done', ephemeral: true };
    },
    ...more,
  });

const askCounter = async (context: CommandContext): Promise<void> => {
  const call = callOf(context);
  unwrap(await context.deps.engine.ask(counter, { realm: 'demo', id: 'c1' }, { type: 'Count' }, call));
};

const press = defineComponent({
  feature: 'eco',
  verb: 'confirm',
  run: async (input, context) => {
    await askCounter(context);
    return { title: `Pressed ${input.entity}`, ephemeral: false };
  },
});

const control = (desk: Desk, owner: string, verb = 'confirm'): string =>
  desk.deps.customIds.encode({ feature: 'eco', verb, entity: 'e1', revision: 0, owner, nonce: 'n1' });

const go = (desk: Desk, more: { key?: string; text?: string; roles?: Caller['roles'] } = {}) =>
  executeCommand(desk, {
    caller: caller('Ash', more.roles),
    text: more.text ?? '/try it',
    ...(more.key === undefined ? {} : { key: more.key }),
  });

describe('a slash command', () => {
  it('answers its panel under <user>/<key> and gives its room back', async () => {
    const desk = fakeDesk([command(askCounter)]);
    const outcome = await go(desk);
    expect(outcome).toMatchObject({ commandId: 'user1/key1', panel: { title: 'Done', ephemeral: true } });
    expect(outcome.error).toBeUndefined();
    expect(desk.engine.asked).toMatchObject([{ kind: 'counter', id: 'user1/key1' }]);
    expect(desk.engine.open).toBe(0);
    expect(desk.engine.scopes).toEqual(['guild1']);
  });

  it('asks for room before it reads anything and is refused with a retry time', async () => {
    const desk = fakeDesk([command(askCounter)]);
    desk.engine.room = 0;
    const outcome = await go(desk, { text: 'not even a command' });
    expect(outcome.error).toMatchObject({ code: 'E_OVERLOAD', retryAfterMs: 1_500 });
    expect(outcome.panel.text).toContain('try again in 2 s');
    expect(desk.engine.asked).toEqual([]);
    expect(desk.enrolled).toEqual([]);
  });

  it('uses the room that its surface has got already', async () => {
    const desk = fakeDesk([command(askCounter)]);
    const ticket = admitted(desk.engine.admit('guild1'));
    desk.engine.room = 0;
    const outcome = await executeCommand(desk, { caller: caller(), text: '/try it', ticket });
    expect(outcome.error).toBeUndefined();
    expect(desk.engine.open).toBe(0);
  });

  it('makes the same id of the same caller key, and never one that looks minted', async () => {
    const desk = fakeDesk([command(askCounter)]);
    const first = await go(desk, { key: 'my key/1' });
    expect(await go(desk, { key: 'my key/1' })).toMatchObject({ commandId: first.commandId });
    expect((await go(desk, { key: 'my key/2' })).commandId).not.toBe(first.commandId);
    expect(first.commandId).toMatch(/^user1\/h-[a-z0-9]{14}$/);
  });

  it('tells entities the time of a minted id, and none for a key that somebody typed', async () => {
    const seen: (number | undefined)[] = [];
    const desk = fakeDesk([command(async (context) => void seen.push(callOf(context).mintedMs))]);
    await go(desk);
    await go(desk, { key: 'typed' });
    expect(seen).toEqual([NOW_MS, undefined]);
  });

  it('enrols a person once, at the first command', async () => {
    const desk = fakeDesk([command(askCounter)]);
    await Promise.all([go(desk), go(desk), go(desk)]);
    await go(desk);
    expect(desk.enrolled).toEqual(['user1']);
    expect(desk.directory.nameOf('user1')).toBe('Ash');
  });

  it('is public when asked to share, but never when it fails', async () => {
    const desk = fakeDesk([command(askCounter)]);
    expect((await go(desk, { text: '/try it share:yes' })).panel.ephemeral).toBe(false);
    desk.engine.answer = async () => ({
      ok: false,
      rejection: { code: 'E_GONE', message: 'm' },
      seq: 1,
      repeated: false,
    });
    expect((await go(desk, { text: '/try it share:yes' })).panel.ephemeral).toBe(true);
  });

  it('shows a rejection with what is needed and when to try again, and logs no error', async () => {
    const untilMs = NOW_MS + 5_000;
    const run = async (): Promise<void> =>
      refuse({ code: 'E_FUNDS', message: 'Earn more.', need: 5_000, have: 2, untilMs });
    const desk = fakeDesk([command(run)]);
    const outcome = await go(desk);
    expect(outcome.error).toEqual({
      code: 'E_FUNDS',
      message: 'Earn more.',
      retryAfterMs: 5_000,
      traceId: outcome.traceId,
    });
    expect(outcome.panel).toMatchObject({
      text: 'Earn more.',
      fields: [{ value: '5,000' }, { value: '2' }, { value: '<t:1800000005:R>' }],
      footer: `E_FUNDS · trace ${outcome.traceId}`,
      ephemeral: true,
    });
    expect(desk.errors).toEqual([]);
  });

  it('denies by default: without the role nothing runs and nobody is enrolled', async () => {
    const commands = [command(askCounter)];
    const desk = fakeDesk(commands, [], { access: membersMay(commands, [], { 'try it': ['owner'] }) });
    for (const roles of [
      new Set<'member'>(['member']),
      new Set<'operator'>(['operator']),
      new Set<never>(),
    ]) {
      expect((await go(desk, { roles })).error).toMatchObject({ code: 'E_PERM' });
      // nor is anybody told first what is wrong with the options
      expect((await go(desk, { roles, text: '/try it share:perhaps' })).error?.code).toBe('E_PERM');
    }
    expect(desk.enrolled).toEqual([]);
    expect((await go(desk, { roles: new Set(['owner']) })).error).toBeUndefined();
    expect((await go(fakeDesk([command(askCounter)]), { roles: new Set() })).error).toMatchObject({
      code: 'E_PERM',
    });
  });

  it('keeps to its cooldown and says when to come back', async () => {
    const keys: string[] = [];
    const limiter: RateLimiter = {
      take: async (key) => {
        keys.push(key);
        return keys.length > 1 ? { ok: false, retryAfterMs: 3_000 } : { ok: true };
      },
    };
    const cooldown = { burst: 1, perSecond: 0.1 };
    const desk = fakeDesk([command(askCounter, { cooldown })], [], { limiter });
    expect((await go(desk)).error).toBeUndefined();
    expect((await go(desk)).error).toMatchObject({ code: 'E_COOLDOWN', retryAfterMs: 3_000 });
    expect(keys[0]).toBe('playground/ash/try it');
    expect(desk.engine.asked).toHaveLength(1);
  });

  it('leaves one line in the log, without option texts', async () => {
    const note = { name: 'note', type: 'text', description: 'd' } as const;
    const desk = fakeDesk([command(askCounter, { options: [note] })]);
    await go(desk, { text: '/try it note:canary-secret' });
    await go(desk, { text: '/try canary-secret' });
    expect(desk.lines).toMatchObject([
      {
        commandId: 'user1/key1',
        command: 'try it',
        entity: 'counter:demo:c1',
        realm: 'demo',
        code: 'ok',
        user: 'user1',
      },
      { command: '?', code: 'E_INPUT' },
    ]);
    expect(desk.lines[0]?.traceId).toMatch(/^[a-z0-9]{12}$/);
    expect(JSON.stringify(desk.lines)).not.toContain('canary');
  });

  it('counts by name and result', async () => {
    const desk = fakeDesk([command(askCounter)]);
    await go(desk);
    await go(desk, { text: '/nope' });
    expect(desk.meter.counts().get('try it')?.results).toEqual(new Map([['ok', 1]]));
    expect(desk.meter.counts().get('?')?.results).toEqual(new Map([['E_INPUT', 1]]));
  });
});

describe('what fails around a command', () => {
  const failing = (error: Error) => {
    const desk = fakeDesk([command(askCounter)], [], { kinds: new Map([['counter', counter]]) });
    desk.engine.answer = () => Promise.reject(error);
    return desk;
  };

  it('an unknown outcome comes with a Check button that asks under the same id', async () => {
    const desk = failing(new Fault('E_UNKNOWN', 'driver detail 10.0.0.1', { retryable: true }));
    for (const key of ['a1', 'a2']) {
      const outcome = await executeCommand(desk, {
        caller: caller(),
        text: '/try it',
        minted: { key, mintedMs: NOW_MS },
      });
      expect(outcome.error?.code).toBe('E_UNKNOWN');
      expect(JSON.stringify(outcome.panel)).not.toContain('10.0.0.1');
      const button = outcome.panel.controls?.[0]?.[0];
      if (button?.kind !== 'button') throw new Error('no Check button');
      const check = (): Promise<unknown> =>
        executeComponent(desk, { caller: caller(), customId: button.customId });
      desk.engine.checked = undefined;
      expect(await check()).toMatchObject({
        panel: { title: 'Nothing yet', controls: [[{ label: 'Check' }]] },
      });
      desk.engine.checked = { ok: true, value: {}, seq: 1, repeated: true };
      expect(await check()).toMatchObject({ panel: { title: 'It went through' } });
      desk.engine.checked = {
        ok: false,
        rejection: { code: 'E_FUNDS', message: 'm' },
        seq: 1,
        repeated: true,
      };
      expect(await check()).toMatchObject({ error: { code: 'E_FUNDS' } });
      expect(desk.engine.checkedIds).toEqual(Array.from({ length: 3 }, () => outcome.commandId));
      desk.engine.checkedIds.length = 0;
    }
    expect(desk.engine.asked).toHaveLength(2);
  });

  it('an unknown outcome of binding a caller’s own key is none: nothing else was asked', async () => {
    const desk = failing(new Fault('E_UNKNOWN', 'driver detail 10.0.0.1', { retryable: true }));
    const outcome = await go(desk, { key: 'typed' });
    expect(outcome.error?.code).toBe('E_RETRY');
    expect(outcome.panel.controls).toBeUndefined();
    expect(desk.engine.asked).toMatchObject([{ kind: 'user', id: `${outcome.commandId}.key` }]);
  });

  it.each([
    ['E_RETRY', 'Nothing was changed', {}],
    ['E_FROZEN', 'incident i7', { incident: 'i7' }],
    ['E_UNAVAILABLE', 'store does not answer', {}],
    ['E_UNAVAILABLE', 'put aside (incident i7)', { incident: 'i7' }],
  ] as const)('%s says “%s” and is logged once with its cause', async (code, text, more) => {
    const fault = new Fault(code, 'detail', { retryable: false, ...more });
    const desk = failing(fault);
    const outcome = await go(desk);
    expect(outcome.error?.code).toBe(code);
    expect(outcome.panel.text).toContain(text);
    expect(outcome.panel.ephemeral).toBe(true);
    expect(desk.errors).toEqual([fault]);
    expect(desk.lines).toMatchObject([{ code, traceId: outcome.traceId }]);
    expect(desk.engine.open).toBe(0);
  });

  it('a bug of ours shows a trace id and nothing else of itself', async () => {
    const desk = failing(new TypeError('cannot read /etc/secret'));
    const outcome = await go(desk);
    expect(outcome).toMatchObject({ bug: true, error: { code: 'E_UNAVAILABLE' } });
    expect(JSON.stringify(outcome)).not.toContain('secret');
    expect(outcome.panel.text).toContain(outcome.traceId);
    expect(desk.lines).toMatchObject([{ code: 'BUG', traceId: outcome.traceId }]);
    expect(desk.engine.open).toBe(0);
  });
});

describe('a control', () => {
  const meet = async (desk: Desk): Promise<void> => {
    await executeCommand(desk, { caller: caller('Ash'), text: '/try it' });
    await executeCommand(desk, { caller: caller('Misty'), text: '/try it' });
  };
  const desk = () => fakeDesk([command(async () => undefined)], [press]);

  it('of owners works for who is named as one, on the surface where they are named', async () => {
    const admin = defineComponent({
      feature: 'eco',
      verb: 'rule',
      run: async (_input, { roles }) => ({ title: [...roles].join(' '), ephemeral: true }),
    });
    const { provider, externalId } = caller('Ash');
    const codeAs = async (owner: string): Promise<string> => {
      const here = fakeDesk([command(async () => undefined)], [admin], {
        owners: new Set([owner]),
        access: membersMay([command(askCounter)], [], { 'eco.rule': ['owner'] }),
      });
      await meet(here);
      const request = { caller: caller('Ash'), customId: control(here, 'user1', 'rule') };
      const { error, panel } = await executeComponent(here, request);
      return error?.code ?? panel.title;
    };
    expect(await codeAs(`${provider}:${externalId}`)).toBe('member owner');
    expect(await codeAs(`other:${externalId}`)).toBe('E_PERM');
    expect(await codeAs(`${provider}:somebody`)).toBe('E_PERM');
  });

  it('runs under <owner>/<nonce>, so that twenty presses are one command', async () => {
    const here = desk();
    await meet(here);
    const customId = control(here, 'user1');
    const outcomes = await Promise.all(
      Array.from({ length: 20 }, () => executeComponent(here, { caller: caller('Ash'), customId })),
    );
    expect(new Set(outcomes.map((outcome) => outcome.commandId))).toEqual(new Set(['user1/n1']));
    expect(outcomes[0]?.panel).toMatchObject({ title: 'Pressed e1', ephemeral: false });
  });

  it('works for its owner only', async () => {
    const here = desk();
    await meet(here);
    const outcome = await executeComponent(here, {
      caller: caller('Misty'),
      customId: control(here, 'user1'),
    });
    expect(outcome.error).toMatchObject({ code: 'E_PERM' });
    expect(here.engine.asked).toEqual([]);
  });

  it.each([
    ['an unknown one', 'whatever'],
    ['an empty one', ''],
    ['one of 5,000 characters', 'x'.repeat(5_000)],
    ['one with a forged owner', ''],
  ])('refuses %s', async (what, text) => {
    const here = desk();
    await meet(here);
    const customId = what.includes('forged') ? control(here, 'user1').replace('user1', 'user2') : text;
    const outcome = await executeComponent(here, { caller: caller('Misty'), customId });
    expect(outcome.error).toMatchObject({ code: 'E_INPUT', field: 'customId' });
    expect(here.engine.asked).toEqual([]);
  });

  it('that nobody handles any more is gone', async () => {
    const here = desk();
    await meet(here);
    const outcome = await executeComponent(here, {
      caller: caller('Ash'),
      customId: control(here, 'user1', 'old'),
    });
    expect(outcome.error).toMatchObject({ code: 'E_GONE' });
  });
});
