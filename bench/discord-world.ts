import { type ChildProcess, fork } from 'node:child_process';
import { once } from 'node:events';
import { fileURLToPath } from 'node:url';
import type { Drive, FakeOrder, FromFake, Minted, ToFake } from './discord-words.ts';
import { killChild } from './redis-world.ts';

/** A fake Discord in another process. */
export interface BenchFake {
  readonly api: string;
  readonly token: string;
  /** How many answers people got. */
  drive(order: Drive): Promise<number>;
  mint(count: number): Promise<readonly Minted[]>;
  end(): Promise<void>;
}

const said = async (child: ChildProcess, word?: ToFake): Promise<FromFake> => {
  const answered = once(child, 'message') as Promise<[FromFake]>;
  if (word !== undefined) child.send(word);
  const [answer] = await answered;
  return answer;
};

/** Starts a fake. */
export const openBenchFake = async (order: FakeOrder): Promise<BenchFake> => {
  const file = fileURLToPath(new URL('discord-fake-child.ts', import.meta.url));
  const child = fork(file, [JSON.stringify(order)], { stdio: ['ignore', 'inherit', 'inherit', 'ipc'] });
  const opened = await said(child);
  if (!('api' in opened)) throw new Error('the fake did not start');
  return {
    api: opened.api,
    token: opened.token,
    drive: async (drive) => {
      const answer = await said(child, { drive });
      return 'answered' in answer ? answer.answered : Number.NaN;
    },
    mint: async (count) => {
      const answer = await said(child, { mint: count });
      return 'minted' in answer ? answer.minted : [];
    },
    end: () => killChild(child),
  };
};

/** A figure of a running service, by its metrics. @throws Error when it has none of that name */
export const metricOf = async (url: string, name: string): Promise<number> => {
  const text = await (await fetch(`${url}/metrics`)).text();
  const found = new RegExp(`^${name} (\\S+)$`, 'm').exec(text);
  if (found === null) throw new Error(`${url} has no ${name}`);
  return Number(found[1]);
};
