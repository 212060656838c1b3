import { parentPort } from 'node:worker_threads';
import { answer, forget } from './desk.ts';
import type { Reply, Request } from './messages.ts';

parentPort?.on('message', ({ id, ask }: Request) => {
  let reply: Reply;
  try {
    reply = { id, told: answer(ask) };
  } catch (error) {
    if (ask.op === 'play' || ask.op === 'auto') forget(ask.setup.battleId);
    reply = { id, error: error instanceof Error ? (error.stack ?? error.message) : String(error) };
  }
  // oxlint-disable-next-line unicorn/require-post-message-target-origin -- a thread, not a window
  parentPort?.postMessage(reply);
});
