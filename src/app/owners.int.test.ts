import { afterAll, describe, expect, it } from 'vitest';
import { closeRigs, openService } from '#test/support/service-rig.ts';

afterAll(closeRigs);

describe('an owner by configuration', () => {
  it('may use /admin on the surface where they are named, and nobody else may', async () => {
    const hall = await openService({ options: { owners: ['playground:guest-o', 'discord:guest-p'] } });
    expect((await hall.run('guest-o', '/admin actor list')).title).toBe('Live entities');
    expect((await hall.run('brock', '/admin job list')).title).toBe('Dead letters');
    expect((await hall.say('guest-p', '/admin actor list')).error?.code).toBe('E_PERM');
    const query = 'persona=guest-o&command=admin%20actor%20view&option=entity&partial=ledger';
    const { choices } = await hall.json<{ choices: { value: string }[] }>(
      `/api/playground/autocomplete?${query}`,
    );
    expect(choices.map(({ value }) => value)).toEqual(['ledger:home:0']);
  });
});
