import { describe, expect, it } from 'vitest';
import { Fault } from '#ports/fault.ts';
import type { CommandContext } from './define-command.ts';
import { welcomed } from './welcome.ts';

const greeting = async (read: () => Promise<unknown>): Promise<string> => {
  const context = { userId: 'u1', deps: { engine: { read } } } as unknown as CommandContext;
  const panel = await welcomed(
    { title: 'Your purse', fields: [{ name: 'Free', value: '?' }], ephemeral: true },
    context,
  );
  expect(panel.fields?.map(({ name }) => name)).toEqual(['Free', 'Welcome']);
  return panel.fields?.[1]?.value ?? '';
};

describe('the welcome', () => {
  it('says what is in the purse once it is there', async () => {
    expect(await greeting(async () => 'granted')).toContain('your purse holds 1,000 coins');
  });

  it.each([
    ['not answered yet', async () => undefined],
    ['refused for now', async () => 'refused'],
    ['not to be reached', async () => Promise.reject(new Fault('E_FROZEN', 'ledger', { retryable: false }))],
  ])('says that the gift is on its way while the ledger has %s', async (_what, read) => {
    const text = await greeting(read);
    expect(text).toContain('your welcome gift, 1,000 coins and food for the first days, is on its way');
    expect(text).not.toContain('your purse holds');
  });
});
