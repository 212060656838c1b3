import { afterEach, describe, expect, it } from 'vitest';
import type { Panel } from '#commands/panel.ts';
import { buttonOf, closeRigs, openService, type ServiceRig } from '#test/support/service-rig.ts';

afterEach(closeRigs);

interface Answer {
  readonly view: {
    readonly status: string;
    readonly sides: readonly {
      readonly own?: object;
      readonly fighters: readonly { readonly name?: string }[];
    }[];
  };
  readonly names: readonly string[];
  readonly side?: number;
  readonly dueInMs?: number;
}

const battleOf = ({ footer = '' }: Panel): string => /^Battle ([a-z0-9]+)/.exec(footer)?.[1] ?? '';

const look = (rig: ServiceRig, id: string, persona: string): Promise<Answer> =>
  rig.json(`/api/battles/${id}?persona=${persona}`);

describe('a battle over HTTP', () => {
  it('tells a player their side and how long the round waits, and a spectator nothing hidden', async () => {
    const rig = await openService();
    const panel = await rig.run('guest-a', '/battle npc trainer:marlow');
    const id = battleOf(panel);
    expect(await look(rig, id, 'guest-a')).toMatchObject({ view: { status: 'open' }, side: 0 });
    await rig.press('guest-a', buttonOf(panel, 'Start').customId);

    const own = await look(rig, id, 'guest-a');
    expect(own).toMatchObject({ view: { status: 'live' }, names: ['guest-a', 'Old Marlow'], side: 0 });
    expect(own.view.sides[0]).toHaveProperty('own');
    expect(own.dueInMs).toBeGreaterThan(0);
    expect(own.dueInMs).toBeLessThanOrEqual(15_000);

    const other = await look(rig, id, 'guest-b');
    expect(other).not.toHaveProperty('side');
    expect(other.view.sides.some((side) => 'own' in side)).toBe(false);
    const hidden = own.view.sides[0]?.fighters.slice(1).map(({ name }) => name ?? '') ?? [];
    expect(hidden).toHaveLength(2);
    for (const name of hidden) expect(JSON.stringify(other)).not.toContain(name);
  });

  it('answers the same for a private battle of others as for one that never was', async () => {
    const rig = await openService();
    await rig.run('guest-b', '/eco balance');
    const id = battleOf(await rig.run('guest-a', '/battle challenge user:guest-b private:true'));
    const ask = async (path: string): Promise<readonly [number, string]> => {
      const response = await fetch(`${rig.url}${path}`);
      return [response.status, (await response.text()).replace(/"traceId":"[^"]*"/, '')];
    };
    const foreign = await ask(`/api/battles/${id}?persona=guest-c`);
    expect(foreign[0]).toBe(404);
    expect(await ask('/api/battles/neverwas?persona=guest-c')).toEqual(foreign);
    expect(await look(rig, id, 'guest-b')).toMatchObject({ view: { status: 'open' }, side: 1 });
  });
});
