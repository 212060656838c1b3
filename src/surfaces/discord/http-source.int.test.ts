import type { APIInteraction } from 'discord.js';
import { afterEach, describe, expect, it } from 'vitest';
import { systemClock } from '#adapters/memory/system-clock.ts';
import { newSigning, sendSigned } from '#test/support/fake-discord/signing.ts';
import { type HttpSource, openHttpSource } from './http-source.ts';

const PING = { type: 1 };
const open: HttpSource[] = [];

const rig = async () => {
  const signing = newSigning();
  const time = { offsetMs: 0, monoMs: 0 };
  const got: string[] = [];
  const noticed: unknown[] = [];
  const source = await openHttpSource({
    publicKey: signing.publicKey,
    host: '127.0.0.1',
    port: 0,
    clock: { ...systemClock, nowMs: () => Date.now() + time.offsetMs, monoMs: () => time.monoMs },
    deliver: ({ id }: APIInteraction) => got.push(id),
    log: (_level, what, about) => noticed.push(about?.['verdict'] ?? what),
  });
  open.push(source);
  const send = (payload: unknown, more = {}, atMs?: number): Promise<Response> =>
    sendSigned(source.url, signing, payload, more, atMs);
  return { signing, source, send, got, noticed, time };
};

const messageOf = async (response: Response): Promise<string> =>
  ((await response.json()) as { message: string }).message;

afterEach(async () => {
  for (const source of open.splice(0)) await source.stop();
});

describe('signed interactions', () => {
  it('are taken once Discord has signed them, and PING is answered', async () => {
    const { send, got } = await rig();
    const pong = await send(PING);
    expect({ status: pong.status, type: pong.headers.get('content-type'), body: await pong.json() }).toEqual({
      status: 200,
      type: 'application/json; charset=utf-8',
      body: { type: 1 },
    });
    expect((await send({ type: 2, id: '7' })).status).toBe(202);
    expect(got).toEqual(['7']);
  });

  it('without a signature, with a wrong one or of another key are refused before they are read', async () => {
    const { source, send, got, noticed } = await rig();
    const bare = await fetch(source.url, {
      method: 'POST',
      body: '{"type":1}',
      headers: { 'content-type': 'application/json' },
    });
    expect(bare.status).toBe(401);
    expect(await messageOf(bare)).toContain('X-Signature-Ed25519');
    const other = await sendSigned(source.url, newSigning(), PING);
    expect(other.status).toBe(401);
    expect(await messageOf(other)).toContain('DISCORD_PUBLIC_KEY');
    for (const signature of ['', 'zz', 'a'.repeat(128), 'a'.repeat(127)]) {
      expect((await send(PING, { 'x-signature-ed25519': signature })).status).toBe(401);
    }
    expect((await send(PING, { 'x-signature-timestamp': '1' })).status).toBe(401);
    expect((await send(PING, { 'x-signature-timestamp': 'now' })).status).toBe(401);
    // what was signed must be the very bytes
    expect((await send('not an object', { 'x-signature-timestamp': '99999999999' })).status).toBe(401);
    expect(got).toEqual([]);
    expect(new Set(noticed)).toEqual(new Set(['unsigned', 'forged']));
  });

  it('that are old, from the future or here before are refused', async () => {
    const { send, got, noticed, time } = await rig();
    const nowMs = Date.now();
    expect((await send({ type: 2, id: '1' }, {}, nowMs - 301_000)).status).toBe(401);
    expect((await send({ type: 2, id: '2' }, {}, nowMs + 302_000)).status).toBe(401);
    expect((await send({ type: 2, id: '3' }, {}, nowMs)).status).toBe(202);
    const again = await send({ type: 2, id: '3' }, {}, nowMs);
    expect(again.status).toBe(401);
    expect(await messageOf(again)).toBe('This request has been here before.');
    expect(got).toEqual(['3']);
    expect(noticed).toEqual(['stale', 'stale', 'replayed']);
    time.offsetMs = 700_000;
    expect((await send({ type: 2, id: '4' }, {}, nowMs + 700_000)).status).toBe(202);
  });

  it('that are too large, of another kind or no JSON are refused', async () => {
    const { source, send, signing, got } = await rig();
    expect((await fetch(source.url)).status).toBe(405);
    expect((await send(PING, { 'content-type': 'text/plain' })).status).toBe(415);
    expect((await send({ type: 2, id: 'x'.repeat(300_000) })).status).toBe(413);
    const text = 'no json';
    const broken = await fetch(source.url, {
      method: 'POST',
      body: text,
      headers: signing.headers(text, Date.now()),
    });
    expect(broken.status).toBe(400);
    expect(got).toEqual([]);
  });

  it('are counted before they are checked', async () => {
    const { source, send, time } = await rig();
    const headers = { 'content-type': 'application/json' };
    const statuses = await Promise.all(
      Array.from(
        { length: 1_001 },
        async () => (await fetch(source.url, { method: 'POST', body: '{}', headers })).status,
      ),
    );
    expect(statuses.filter((status) => status === 429)).toHaveLength(1);
    expect((await send(PING)).headers.get('retry-after')).toBe('1');
    time.monoMs += 1_000;
    expect((await send(PING)).status).toBe(200);
  });
});
