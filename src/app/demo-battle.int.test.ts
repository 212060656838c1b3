import { afterEach, describe, expect, it } from 'vitest';
import { closeRigs, openService, type ServiceRig, until } from '#test/support/service-rig.ts';

afterEach(closeRigs);

interface Listed {
  readonly battles: readonly { readonly id: string }[];
}

/** Ids of the battles that everybody may watch. */
const liveIds = async (rig: ServiceRig): Promise<readonly string[]> =>
  (await rig.json<Listed>('/api/battles?state=live')).battles.map(({ id }) => id);

/** Battles that anybody has ever begun. */
const begun = async (rig: ServiceRig): Promise<readonly string[]> =>
  (await rig.store.journal.streams('', 1_000))
    .filter(({ stream }) => stream.split(':')[1] === 'battle')
    .map(({ stream }) => stream.split(':')[3] ?? '');

describe('the demo battle of the playground', () => {
  it('runs from the start on, and after a restart it is the one that goes on', async () => {
    const first = await openService();
    await until('a battle runs', async () => (await liveIds(first)).length === 1);
    const ids = await liveIds(first);
    await first.stop();

    const rig = await openService({ dir: first.dir });
    await until('it runs again', async () => (await liveIds(rig)).length > 0);
    await rig.service.engine.settled();
    expect(await liveIds(rig)).toEqual(ids);
    expect(await begun(rig)).toEqual(ids);
  });
});
