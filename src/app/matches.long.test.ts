import { execFile } from 'node:child_process';
import { mkdtempSync, rmSync, writeFileSync } from 'node:fs';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, afterEach, describe, expect, it } from 'vitest';
import type { Panel } from '#commands/panel.ts';
import type { MatchReplay } from '#game/battle/match/match-replay.ts';
import type { MatchScreen } from '#surfaces/web/battle-schemas.ts';
import { buttonOf, closeRigs, openService, type ServiceRig, until } from '#test/support/service-rig.ts';

const TIMEOUT_MS = 60_000;
const directory = mkdtempSync(join(tmpdir(), 'matches-'));

afterEach(closeRigs);
afterAll(() => {
  rmSync(directory, { recursive: true });
});

const idOf = (panel: Panel): string => /Battle ([a-z0-9]+)/.exec(panel.footer ?? '')?.[1] ?? '';

/** A service whose simulator is loaded: a busy machine takes longer for that than a visitor waits. */
const openHall = async (dir?: string): Promise<ServiceRig> => {
  const rig = await openService(dir === undefined ? {} : { dir });
  await rig.service.matchRules.pokemon.problems('gen9randombattle', null);
  return rig;
};

const started = async (rig: ServiceRig, text: string): Promise<string> => {
  const card = await rig.run('guest-a', text);
  await rig.press('guest-a', buttonOf(card, 'Start').customId);
  return idOf(card);
};

const screen = (rig: ServiceRig, id: string, persona?: string): Promise<MatchScreen> =>
  rig.json(`/api/matches/${id}${persona === undefined ? '' : `?persona=${persona}`}`);

/** The match once it asks for a choice, or is over. */
const asking = async (rig: ServiceRig, id: string): Promise<MatchScreen> => {
  let seen = await screen(rig, id, 'guest-a');
  await until('something to choose', async () => {
    seen = await screen(rig, id, 'guest-a');
    const { view, position } = seen;
    return view.status !== 'live' || (position !== undefined && position.request !== null);
  });
  return seen;
};

/** Gives choices until the match is over or has had so many of them. */
const playOn = async (rig: ServiceRig, id: string, most: number): Promise<MatchScreen> => {
  for (let n = 0; n < most; n += 1) {
    const { view, position } = await asking(rig, id);
    if (view.status !== 'live') break;
    const choices = position?.request?.slots[0]?.choices ?? [];
    const wanted = choices.find(({ kind }) => kind === 'move') ?? choices[0];
    await rig.run('guest-a', `/battle move battle:${id} choice:"${wanted?.choice ?? 'default'}"`);
  }
  return asking(rig, id);
};

const verify = async (replay: unknown): Promise<{ readonly code: number; readonly out: string }> => {
  const file = join(directory, 'replay.json');
  writeFileSync(file, JSON.stringify(replay));
  const program = new URL('./verify.ts', import.meta.url).pathname;
  return new Promise((resolve) => {
    execFile(process.execPath, [program, file], (error, out, problems) => {
      resolve({ code: error === null ? 0 : Number(error.code), out: out + problems });
    });
  });
};

describe('matches over HTTP', { timeout: TIMEOUT_MS }, () => {
  it('go on in the next process where the last one left them, to a replay that anybody can verify', async () => {
    const first = await openHall();
    const id = await started(first, '/battle npc trainer:fern format:gen9randombattle');
    const before = await playOn(first, id, 3);
    expect(before.view.status).toBe('live');
    await first.stop();
    const rig = await openHall(first.dir);
    expect((await asking(rig, id)).position).toEqual(before.position);
    await until('the live list', async () => {
      const { battles } = await rig.json<{ battles: { id: string; isMatch?: boolean }[] }>('/api/battles');
      return battles.some((one) => one.id === id && one.isMatch === true);
    });
    const after = await playOn(rig, id, 300);
    expect(after.view.status).toBe('ended');
    expect(after.names).toEqual([expect.any(String), 'Fern']);
    const replay = await rig.json<MatchReplay>(`/api/matches/${id}/replay`);
    expect(JSON.stringify(replay).length).toBeLessThan(10 * 1_024);
    expect(await verify(replay)).toMatchObject({ code: 0 });
    const [[side, choice], ...others] = replay.inputs as [[0 | 1, string], ...[0 | 1, string][]];
    const wrong = { ...replay, inputs: [[side, choice === 'move 1' ? 'move 2' : 'move 1'], ...others] };
    const said = await verify(wrong);
    expect(said.code).toBe(1);
    expect(said.out).toMatch(/first differing turn: 1|the position differs/);
  });

  it('show everybody the same but to each side its own choices', async () => {
    const rig = await openService();
    const id = await started(rig, '/battle npc trainer:osrs-lesser-demon');
    const [own, other] = [await screen(rig, id, 'guest-a'), await screen(rig, id)];
    expect(own.position?.request?.slots[0]?.choices.length).toBeGreaterThan(2);
    expect(other.position?.request).toBeNull();
    expect(other.position?.story).toEqual(own.position?.story);
    expect(JSON.stringify(own.view)).not.toContain('serverSeed":"');
    const response = await fetch(`${rig.url}/api/matches/${id}/replay`);
    expect(response.status).toBe(409);
    expect((await fetch(`${rig.url}/api/matches/nothing`)).status).toBe(404);
    const ended = await playOn(rig, id, 100);
    expect(ended.view.outcome).not.toBeNull();
    expect(await verify(await rig.json(`/api/matches/${id}/replay`))).toMatchObject({ code: 0 });
  });
});
