import { describe, expect, it } from 'vitest';
import { fakeDesk } from '#test/support/commands/fake-desk.ts';
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
