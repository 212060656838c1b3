import { describe, expect, it } from 'vitest';
import type { CommandLine } from '#commands/desk.ts';
import { Fault } from '#ports/fault.ts';
import { commandLog, createLogger, greet } from './logging.ts';

const CANARY = 'canary"secret\\token';

const listen = (secrets: readonly string[] = []) => {
  const lines: string[] = [];
  const logger = createLogger({ level: 'info', secrets, to: { write: (line) => void lines.push(line) } });
  return { logger, lines, entries: () => lines.map((line) => JSON.parse(line) as Record<string, unknown>) };
};

const line = (code: string): CommandLine => ({
  commandId: 'u1/k1',
  traceId: 'trace1',
  command: 'eco pay',
  entity: 'user:0:u1',
  realm: 'demo',
  code,
  durationMs: 1.5,
  user: 'u1',
});

describe('the log', () => {
  it('is one JSON object a line, with a time that people can read', () => {
    const { logger, lines, entries } = listen();
    logger.info({ note: 'two\nlines \u001b[31m' }, 'hello');
    expect(lines).toHaveLength(1);
    expect(lines[0]?.trimEnd()).not.toContain('\n');
    expect(lines[0]).not.toContain('\u001b');
    expect(entries()[0]).toMatchObject({
      level: 30,
      msg: 'hello',
    });
    expect(String(entries()[0]?.['time'])).toMatch(/^\d{4}-\d\d-\d\dT/);
  });

  it('hides secrets by key and by value, in objects, messages and errors', () => {
    const { logger, lines } = listen([CANARY]);
    logger.info({ token: 'abc-hidden', deep: { authorization: 'abc-hidden' } }, 'x');
    logger.info({ list: [{ deeper: { password: 'abc-hidden' } }], kept: 'as it is' }, 'x');
    logger.error({ err: Object.assign(new Error('z'), { config: { token: 'abc-hidden' } }) }, 'z');
    logger.info({ url: `https://x/?t=${CANARY}` }, `token ${CANARY}`);
    logger.error({ err: new Error(`login with ${CANARY} failed`, { cause: new Error(CANARY) }) }, 'y');
    const all = lines.join('');
    expect(all).not.toContain('abc-hidden');
    expect(all).not.toContain('canary');
    expect(all).toContain('[hidden]');
    expect(all).toContain('as it is');
    for (const each of lines) expect(() => JSON.parse(each) as unknown).not.toThrow();
  });

  it('has one line a command, found by its trace id', () => {
    const { logger, entries } = listen();
    const log = commandLog(logger);
    log(line('ok'));
    log(line('E_FUNDS'));
    log(line('E_UNKNOWN'), new Fault('E_UNKNOWN', 'lost', { retryable: true }));
    log(line('BUG'), new TypeError('oops'));
    expect(entries().map(({ level, code, traceId }) => [level, code, traceId])).toEqual([
      [30, 'ok', 'trace1'],
      [30, 'E_FUNDS', 'trace1'],
      [40, 'E_UNKNOWN', 'trace1'],
      [50, 'BUG', 'trace1'],
    ]);
    expect(entries()[0]).toMatchObject({
      commandId: 'u1/k1',
      command: 'eco pay',
      entity: 'user:0:u1',
      realm: 'demo',
      durationMs: 1.5,
      user: 'u1',
    });
    expect(entries()[0]).not.toHaveProperty('err');
    expect(entries()[3]).toMatchObject({ err: { message: 'oops' } });
  });
});

describe('the greeting', () => {
  it('has at most ten lines, on a terminal only', () => {
    const written: string[] = [];
    const write = (text: string) => written.push(text);
    const lines = Array.from({ length: 14 }, (_, index) => `line ${index}`);
    greet({ write }, lines);
    expect(written).toEqual([]);
    greet({ isTTY: true, write }, lines);
    expect(written).toEqual(lines.slice(0, 10).map((text) => `${text}\n`));
  });
});
