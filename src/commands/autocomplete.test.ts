import { describe, expect, it } from 'vitest';
import { Fault } from '#ports/fault.ts';
import { fakeDesk } from '#test/support/commands/fake-desk.ts';
import { counter } from '#test/support/counter-kind.ts';
import { autocomplete } from './autocomplete.ts';
import { defineCommand } from './define-command.ts';
import { executeCommand } from './execute.ts';

const caller = {
  provider: 'playground',
  externalId: 'ash',
  name: 'Ash',
  realm: 'demo',
  scope: 'demo',
  roles: new Set(['member'] as const),
};

const desk = () =>
  fakeDesk([
    defineCommand({
      name: 'try it',
      summary: 's',
      ephemeral: true,
      options: [
        { name: 'user', type: 'user', description: 'd' },
        { name: 'share', type: 'boolean', description: 'd' },
        {
          name: 'colour',
          type: 'choice',
          description: 'd',
          choices: [
            { label: 'Deep Red', value: 'red' },
            { label: 'Blue', value: 'blue' },
          ],
        },
        { name: 'note', type: 'text', description: 'd' },
        {
          name: 'item',
          type: 'text',
          description: 'd',
          autocomplete: async (partial, { userId }) =>
            Array.from({ length: 40 }, (_, index) => ({
              label: `${partial} of ${userId}`,
              value: `i${index}`,
            })),
        },
      ],
      examples: ['/try it'],
      run: async () => ({ title: 'x', ephemeral: true }),
    }),
  ]);

const values = async (option: string, partial: string, here = desk()) =>
  (await autocomplete(here, { caller, command: 'try it', option, partial })).map(({ value }) => value);

describe('suggestions', () => {
  it('of choices and booleans match label or value', async () => {
    expect(await values('colour', 'DEEP')).toEqual(['red']);
    expect(await values('colour', '')).toEqual(['red', 'blue']);
    expect(await values('share', 'f')).toEqual(['false']);
    expect(await values('note', 'x')).toEqual([]);
  });

  it('of people come from those who were seen', async () => {
    const here = desk();
    await executeCommand(here, { caller, text: '/try it' });
    expect(await values('user', '@a', here)).toEqual(['user1']);
  });

  it('of a command know who asks and are at most 25', async () => {
    const here = desk();
    await executeCommand(here, { caller, text: '/try it' });
    const choices = await autocomplete(here, { caller, command: 'try it', option: 'item', partial: 'be' });
    expect(choices).toHaveLength(25);
    expect(choices[0]).toEqual({ label: 'be of user1', value: 'i0' });
  });

  it('make nobody a member who only types', async () => {
    const here = desk();
    const [first] = await autocomplete(here, { caller, command: 'try it', option: 'item', partial: 'be' });
    expect(first?.label).toBe('be of 0');
    expect(here.enrolled).toEqual([]);
  });

  it('of nothing known are refused', async () => {
    await expect(values('nope', '')).rejects.toMatchObject({
      rejection: { code: 'E_INPUT', field: 'option' },
    });
  });
});

describe('what suggestions come from', () => {
  const typing = () => {
    const here = fakeDesk([
      defineCommand({
        name: 'try it',
        summary: 's',
        ephemeral: true,
        options: [
          {
            name: 'row',
            type: 'text',
            description: 'd',
            autocomplete: async (partial, { deps: { views, engine, clock } }) => {
              const rows = await views.rows('pets', 'a/', { limit: 5 });
              const call = { scope: 's', deadlineMonoMs: clock.monoMs() + 100 };
              await engine.read(counter, { realm: '0', id: 'a' }, 'total', {}, call);
              return rows.map(({ key }) => ({ label: `${partial}${key}`, value: key }));
            },
          },
        ],
        examples: ['/try it'],
        run: async () => ({ title: 'x', ephemeral: true }),
      }),
    ]);
    const asked = { rows: 0, reads: 0 };
    let fails = false;
    const timers: (() => void)[] = [];
    const engine = Object.assign(here.deps.engine, {
      read: async () => {
        asked.reads += 1;
        return undefined as never;
      },
    });
    const views = {
      rows: async () => {
        asked.rows += 1;
        if (fails) throw new Fault('E_UNAVAILABLE', 'away', { retryable: true });
        return [{ key: `k${asked.rows}`, value: null }];
      },
    };
    const clock = {
      ...here.deps.clock,
      after: (_delayMs: number, call: () => void) => {
        timers.push(call);
        return () => undefined;
      },
    };
    const slow = { ...here, deps: { ...here.deps, engine, views, clock } };
    const type = async (partial: string) =>
      (await autocomplete(slow, { caller, command: 'try it', option: 'row', partial })).map(
        ({ value }) => value,
      );
    return {
      type,
      asked,
      break: () => {
        fails = true;
      },
      pass: () => {
        for (const end of timers.splice(0)) end();
      },
    };
  };

  it('is asked once while somebody types, and again a moment later', async () => {
    const { type, asked, pass } = typing();
    expect(await Promise.all([type('a'), type('ab')])).toEqual([['k1'], ['k1']]);
    expect(await type('abc')).toEqual(['k1']);
    expect(asked).toEqual({ rows: 1, reads: 1 });
    pass();
    expect(await type('abcd')).toEqual(['k2']);
    expect(asked).toEqual({ rows: 2, reads: 2 });
  });

  it('is asked again when it could not be had', async () => {
    const rig = typing();
    rig.break();
    await expect(rig.type('a')).rejects.toThrow('away');
    await expect(rig.type('ab')).rejects.toThrow('away');
    expect(rig.asked.rows).toBe(2);
  });
});
