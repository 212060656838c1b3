import { afterEach, describe, expect, it } from 'vitest';
import { nodeHash } from '#ports/hash.ts';
import { verifyReplay } from '#game/battle/verify.ts';
import {
  buttonOf,
  closeRigs,
  openService,
  readStream,
  type ServiceRig,
  until,
} from '#test/support/service-rig.ts';

const listening: AbortController[] = [];

afterEach(async () => {
  for (const one of listening.splice(0)) one.abort();
  await closeRigs();
});

interface Heard {
  readonly event: string;
  readonly data: {
    readonly view?: {
      readonly status: string;
      readonly tick: number;
      readonly sides: readonly {
        readonly own?: unknown;
        readonly fighters: readonly { readonly name?: string }[];
      }[];
    };
    readonly toTick?: number;
    readonly side?: { readonly own?: { readonly pending: readonly number[] } };
    readonly battles?: readonly {
      readonly id: string;
      readonly players: readonly { readonly name: string }[];
    }[];
  };
}

/** Listens to an event stream until the test ends. */
const hear = async (url: string): Promise<{ readonly status: number; readonly heard: readonly Heard[] }> => {
  const leaving = new AbortController();
  listening.push(leaving);
  const response = await fetch(url, { signal: leaving.signal });
  const heard: Heard[] = [];
  const take = (event: string, data: unknown) => heard.push({ event, data: data as Heard['data'] });
  if (response.status === 200) readStream(response, take).catch(() => undefined);
  return { status: response.status, heard };
};

const begin = async (rig: ServiceRig, more = ''): Promise<string> => {
  await rig.run('guest-b', '/notify view');
  const card = await rig.run(
    'guest-a',
    `/battle challenge user:guest-b team:loan:mossback,loan:duskowl${more}`,
  );
  const id = /Battle ([a-z0-9]+)/.exec(card.footer ?? '')?.[1] ?? '';
  const invited = await rig.run('guest-b', `/battle status battle:${id}`);
  await rig.press('guest-b', buttonOf(invited, 'Accept').customId);
  const ready = await rig.run('guest-a', `/battle status battle:${id}`);
  await rig.press('guest-a', buttonOf(ready, 'Start').customId);
  return id;
};

const giveUp = async (rig: ServiceRig, persona: string, id: string): Promise<void> => {
  const question = await rig.run(persona, `/battle forfeit battle:${id}`);
  await rig.press(persona, buttonOf(question, 'Give up').customId);
};

/** Two rounds, after which giving up counts: a round plays at once when both have ordered. */
const fight = async (rig: ServiceRig, id: string): Promise<void> => {
  for (const round of [1, 2]) {
    for (const persona of ['guest-a', 'guest-b'])
      await rig.run(persona, `/battle move choice:guard battle:${id} round:${round}`);
    await until(`round ${round + 1}`, async () =>
      JSON.stringify(await rig.run('guest-a', `/battle status battle:${id}`)).includes(
        `"name":"Round","value":"${round + 1}"`,
      ),
    );
  }
};

interface Listed {
  readonly battles: readonly {
    readonly id: string;
    readonly state: string;
    readonly winner?: number | null;
  }[];
}

describe('battles over HTTP', () => {
  it('are listed while they run and when they are over, with their ladder', async () => {
    const rig = await openService();
    const id = await begin(rig);
    await until('the live list', async () =>
      (await rig.json<Listed>('/api/battles?state=live')).battles.some((one) => one.id === id),
    );
    expect((await rig.json<Listed>('/api/battles?state=live&limit=1')).battles).toHaveLength(1);
    await fight(rig, id);
    await giveUp(rig, 'guest-a', id);
    await until('the finished list', async () =>
      (await rig.json<Listed>('/api/battles?state=finished')).battles.some((one) => one.id === id),
    );
    const { battles } = await rig.json<Listed>('/api/battles?state=finished');
    expect(battles.find((one) => one.id === id)).toMatchObject({
      state: 'finished',
      winner: 1,
      how: 'forfeit',
      players: [{ name: 'guest-a' }, { name: 'guest-b' }],
    });
    interface Ladder {
      readonly places: readonly {
        readonly name: string;
        readonly rank: number;
        readonly rating: number;
        readonly course?: readonly number[];
      }[];
    }
    await until(
      'the ladder',
      // how ratings went follows the log a moment later
      async () =>
        (await rig.json<Ladder>('/api/battles/ladder')).places.filter(({ course }) => course !== undefined)
          .length === 2,
    );
    const { places } = await rig.json<Ladder>('/api/battles/ladder');
    expect(places.map(({ name, rank }) => [rank, name])).toEqual([
      [1, 'guest-b'],
      [2, 'guest-a'],
    ]);
    expect(places.map(({ course }) => course)).toEqual(places.map(({ rating }) => [1_500, rating]));
  });

  it('stream to players and to anybody, each what they may see', async () => {
    const rig = await openService();
    const id = await begin(rig, ' tempo:live');
    const events = `${rig.url}/api/battles/${id}/events`;
    const [player, anybody] = [await hear(`${events}?persona=guest-a`), await hear(events)];
    await until('frames', () => anybody.heard.filter(({ event }) => event === 'frame').length >= 2);
    expect(anybody.heard[0]?.event).toBe('summary');
    expect(anybody.heard[0]?.data.view?.sides.map(({ own }) => own === undefined)).toEqual([true, true]);
    expect(anybody.heard[0]?.data.view?.sides.map(({ fighters }) => fighters[1]?.name)).toEqual([
      undefined,
      undefined,
    ]);
    const names = player.heard[0]?.data.view?.sides.map(({ fighters }) => fighters[1]?.name);
    expect(names).toEqual(['Duskowl', undefined]);
    await rig.run('guest-a', `/battle move choice:guard battle:${id}`);
    await until('the own order', () => player.heard.some(({ event }) => event === 'own'));
    expect(anybody.heard.some(({ event }) => event === 'own')).toBe(false);
    await giveUp(rig, 'guest-b', id);
    await until('the end', () => anybody.heard.at(-1)?.data.view?.status === 'ended');
    expect(anybody.heard.at(-1)?.data.view?.sides.map(({ fighters }) => fighters[1]?.name)).toEqual([
      'Duskowl',
      expect.any(String),
    ]);
  }, 20_000);

  it('show the list of live ones as it changes', async () => {
    const rig = await openService();
    const { heard } = await hear(`${rig.url}/api/battles/live`);
    const id = await begin(rig);
    const isListed = () => heard.at(-1)?.data.battles?.some((one) => one.id === id) === true;
    await until('the list', isListed);
    await giveUp(rig, 'guest-a', id);
    await until('the list without it', () => !isListed());
    expect(heard.at(-1)?.event).toBe('battles');
  });

  it('keep a replay until the end, and then one that verifies and is small', async () => {
    const rig = await openService();
    const id = await begin(rig);
    const path = `/api/battles/${id}/replay`;
    const early = await fetch(rig.url + path);
    expect(early.status).toBe(409);
    expect(await early.json()).toMatchObject({ error: { code: 'E_BUSY' } });
    await giveUp(rig, 'guest-b', id);
    const late = await fetch(rig.url + path);
    expect(late.status).toBe(200);
    const text = await late.text();
    expect(text.length).toBeLessThan(10_000);
    const digest = late.headers.get('x-guildhall-replay-digest') ?? '';
    expect(verifyReplay(JSON.parse(text), nodeHash, { digest })).toMatchObject({ ok: true, result: 'first' });
  });

  it('of two alone are nobody else’s', async () => {
    const rig = await openService();
    const id = await begin(rig, ' private:true');
    const events = `/api/battles/${id}/events`;
    expect((await hear(`${rig.url}${events}`)).status).toBe(404);
    expect((await hear(`${rig.url}${events}?persona=guest-c`)).status).toBe(404);
    expect((await hear(`${rig.url}${events}?persona=guest-a`)).status).toBe(200);
    expect((await rig.json<Listed>('/api/battles')).battles.some((one) => one.id === id)).toBe(false);
    await giveUp(rig, 'guest-a', id);
    expect((await fetch(`${rig.url}/api/battles/${id}/replay`)).status).toBe(404);
    expect((await fetch(`${rig.url}/api/battles/${id}/replay?persona=guest-b`)).status).toBe(200);
    expect((await rig.json<Listed>('/api/battles?state=finished')).battles.some((one) => one.id === id)).toBe(
      false,
    );
  });

  it('that never were are 404, and odd questions 400 with their field', async () => {
    const rig = await openService();
    for (const path of ['nosuch/events', 'nosuch/replay']) {
      const response = await fetch(`${rig.url}/api/battles/${path}`);
      expect(response.status, path).toBe(404);
      expect(await response.json()).toMatchObject({ error: { code: 'E_GONE' } });
    }
    for (const path of ['?state=odd', '?limit=0', '?limit=101', '/NO-ID/replay', '/ladder?limit=x']) {
      const response = await fetch(`${rig.url}/api/battles${path}`);
      expect(response.status, path).toBe(400);
    }
  });

  it('run on after a restart, from the log’s last moment on', async () => {
    const rig = await openService();
    const id = await begin(rig, ' tempo:live');
    const first = await hear(`${rig.url}/api/battles/${id}/events`);
    await until('a frame', () => first.heard.some(({ event }) => event === 'frame'));
    await rig.stop();
    const next = await openService({ dir: rig.dir });
    const { heard } = await hear(`${next.url}/api/battles/${id}/events`);
    const at = heard[0]?.data.view?.tick ?? 0;
    const last = (): number => heard.findLast(({ event }) => event === 'frame')?.data.toTick ?? 0;
    await until('a later frame', () => last() > at);
    expect(last()).toBeGreaterThan(at);
  }, 20_000);
});
