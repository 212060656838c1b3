import { spawnSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import { join } from 'node:path';
import { afterEach, describe, expect, it, vi } from 'vitest';
import { noMongo } from '#test/support/services/mongo-server.ts';
import { noRedis } from '#test/support/services/redis-server.ts';
import { noBrowser } from '../test/e2e/browser.ts';

const script = readFileSync(join(import.meta.dirname, '../.ci/run'), 'utf8');

/** A function of the script, run alone with programs from nowhere. */
const runAlone = (name: string) => {
  const text = new RegExp(`^${name}\\(\\) \\{\\n[\\s\\S]*?^\\}$`, 'm').exec(script)?.[0] ?? 'exit 99';
  return spawnSync('/bin/bash', ['-c', `${text}\n${name}`], { env: { PATH: '/nowhere' }, encoding: 'utf8' });
};

describe('.ci/run', () => {
  afterEach(() => {
    vi.unstubAllEnvs();
  });

  it('says before its first step that nothing may be skipped', () => {
    const at = script.indexOf('\nexport CI=true\n');
    expect(at).toBeGreaterThan(0);
    expect(at).toBeLessThan(script.indexOf('\nstep "'));
  });

  it.each([
    ['MongoDB', noMongo],
    ['Redis', noRedis],
    ['browser', noBrowser],
  ])('makes suites without %s fail, which are skipped elsewhere', (what, none) => {
    vi.stubEnv('CI', 'true');
    expect(none).toThrow(`No ${what} to test with`);
    vi.stubEnv('CI', '');
    expect(none()).toContain(`No ${what} to test with`);
  });

  it('fails where the compose file cannot be checked, and says why', () => {
    const { status, stdout } = runAlone('compose');
    expect(status).toBe(1);
    expect(stdout).toContain('docker-compose.yml was not checked');
  });
});
