import { once } from 'node:events';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterEach, describe, expect, it } from 'vitest';
import type { Panel } from '#commands/panel.ts';
import { type Answering, answeringBy, isAnswered } from './answering.ts';
import { renderPanel } from './render/panel.ts';

const TO = { id: '11', token: 'secret', applicationId: '22' };
const PANEL: Panel = { title: 'Purse', text: '5 coins', ephemeral: true };
const MESSAGE = renderPanel(PANEL, () => undefined);

const ANSWERED = {
  status: 400,
  body: { code: 40_060, message: 'Interaction has already been acknowledged.' },
};
const FINE = { status: 200, body: {} };
const FAILS = { status: 502, body: '<html>bad gateway</html>' };

type Step = { readonly status: number; readonly body: unknown } | 'break';

const servers: Server[] = [];

afterEach(async () => {
  for (const server of servers.splice(0)) {
    server.closeAllConnections();
    server.close();
    await once(server, 'close');
  }
});

/** A Discord that answers one request after the other as told; what it was asked. */
const openDiscord = async (
  ...steps: readonly Step[]
): Promise<{ readonly answering: Answering; readonly asked: readonly string[] }> => {
  const asked: string[] = [];
  const server = createServer((request, response) => {
    const step = steps[asked.length] ?? FINE;
    asked.push(`${request.method} ${request.url}`);
    request.resume();
    request.on('end', () => {
      if (step === 'break') response.destroy();
      else
        response
          .writeHead(step.status, { 'content-type': 'application/json' })
          .end(JSON.stringify(step.body));
    });
  });
  servers.push(server);
  server.listen(0, '127.0.0.1');
  await once(server, 'listening');
  const { port } = server.address() as AddressInfo;
  return { answering: answeringBy(`http://127.0.0.1:${port}`), asked };
};

const WAYS: readonly (readonly [string, (answering: Answering) => Promise<void>])[] = [
  ['a reply', (answering) => answering.reply(TO, MESSAGE)],
  ['a sign of life', (answering) => answering.defer(TO, true)],
  ['suggestions', (answering) => answering.suggest(TO, [{ label: 'One', value: '1' }])],
];

describe('an answer to an interaction', () => {
  it.each(WAYS)(
    '%s that had arrived when Discord failed is no answer of somebody else',
    async (_way, give) => {
      for (const lost of [FAILS, 'break'] as const) {
        const { answering, asked } = await openDiscord(lost, ANSWERED);
        await give(answering);
        expect(asked).toEqual(Array(2).fill('POST /v10/interactions/11/secret/callback'));
      }
    },
  );

  it.each(WAYS)('%s is given again while Discord fails, at most four times', async (_way, give) => {
    const { answering, asked } = await openDiscord(FAILS, 'break', FAILS);
    await give(answering);
    expect(asked).toHaveLength(4);
    const dead = await openDiscord(FAILS, FAILS, FAILS, FAILS);
    await expect(give(dead.answering)).rejects.toMatchObject({ status: 502 });
    expect(dead.asked).toHaveLength(4);
  });

  it.each(WAYS)(
    '%s that another process has given is told as that, and not tried again',
    async (_way, give) => {
      const { answering, asked } = await openDiscord(ANSWERED);
      await expect(give(answering)).rejects.toSatisfy(isAnswered);
      expect(asked).toHaveLength(1);
    },
  );

  it.each([
    ['an edit', (answering: Answering) => answering.edit(TO, MESSAGE)],
    ['a message after it', (answering: Answering) => answering.followUp(TO, MESSAGE)],
    ['its removal', (answering: Answering) => answering.remove(TO)],
  ])('%s is sent again when Discord failed or the line broke', async (_way, give) => {
    const { answering, asked } = await openDiscord(FAILS, 'break');
    await give(answering);
    expect(asked).toHaveLength(3);
    expect(new Set(asked).size).toBe(1);
  });
});
