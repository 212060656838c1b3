import { setTimeout as sleep } from 'node:timers/promises';
import { childCommandId } from '#commands/define-command.ts';
import type { Shown } from '../harness/shown.ts';
import type { Stage } from '../harness/stage.ts';
import { askProcess } from './ask-process.ts';
import type { Member } from './processes.ts';

/** Enough values that none comes back while an old one may still be about; the first is everybody's at the start. */
const VALUES: readonly string[] = ['UTC', ...Intl.supportedValuesOf('timeZone').slice(0, 200)];
/** The step of the command that writes it. */
const STEP = 'zone';
const FIELD = 'Your time zone';
const AGAIN_MS = 50;
const GIVE_UP_MS = 30_000;

/** One person whose time zone is a counter. */
export interface Register {
  readonly persona: string;
  /** Values written so far, and the newest that was acknowledged. */
  sent: number;
  acknowledged: number;
  userId: string | undefined;
}

const shownValue = ({ panel }: Shown): string | undefined =>
  panel?.fields?.find(({ name }) => name === FIELD)?.value;

/** People whose settings are counters: whoever answers with a value older than one acknowledged before is caught. */
export class Registers {
  readonly all: readonly Register[];
  /** Ids of the writes that were answered. */
  readonly #written = new Set<string>();
  /** Answers with a value, and those whose value was too old or never written. */
  answers = 0;
  wrong = 0;
  readonly #details: string[] = [];

  constructor(count: number) {
    this.all = Array.from({ length: count }, (_, n) => ({
      persona: `guest-z${n.toString(36).padStart(3, '0')}`,
      sent: 0,
      acknowledged: 0,
      userId: undefined,
    }));
  }

  /** Asks a process for the value once; whether it gave one. */
  async read(register: Register, member: Member): Promise<boolean> {
    const least = register.acknowledged;
    const { persona } = register;
    const shown = await askProcess(member, { path: 'commands', body: { persona, text: '/notify set' } });
    if (shown.error !== undefined) return false;
    this.#check(register, least, shown, member);
    return true;
  }

  /** Writes the next value through a process once; what has to be done to repeat it when that failed. */
  async write(
    register: Register,
    member: Member,
  ): Promise<((other: Member) => Promise<boolean>) | undefined> {
    register.sent += 1;
    const value = register.sent;
    const { persona } = register;
    const text = `/notify set zone:${VALUES[value % VALUES.length]}`;
    const give = async (to: Member): Promise<boolean> => {
      const shown = await askProcess(to, { path: 'commands', body: { persona, text }, key: `z${value}` });
      if (shown.error !== undefined || shown.commandId === undefined) return false;
      register.acknowledged = Math.max(register.acknowledged, value);
      register.userId = shown.commandId.split('/')[0];
      this.#written.add(shown.commandId);
      this.#check(register, value, shown, to);
      return true;
    };
    return (await give(member)) ? undefined : give;
  }

  /** Writes the next value, by a process or, when it does not take it, another one. @throws Error when nobody does */
  async writeSurely(register: Register, member: Member, other: Member): Promise<void> {
    const again = await this.write(register, member);
    if (again !== undefined) await repeat(again, () => other);
  }

  /** Waits until everybody has written something new; how long that took, ms, at most `withinMs`. */
  async untilAllWritten(withinMs: number): Promise<number> {
    const startedMs = performance.now();
    const before = this.all.map(({ acknowledged }) => acknowledged);
    const isDone = (): boolean => this.all.every(({ acknowledged }, n) => acknowledged > (before[n] ?? 0));
    while (!isDone() && performance.now() - startedMs < withinMs) await sleep(AGAIN_MS);
    return performance.now() - startedMs;
  }

  #check(register: Register, least: number, shown: Shown, { node }: Member): void {
    const found = shownValue(shown);
    this.answers += 1;
    for (let value = least; value <= register.sent; value += 1)
      if (VALUES[value % VALUES.length] === found) return;
    this.wrong += 1;
    this.#details.push(
      `${node} says ${found} to ${register.persona}, written were ${least} to ${register.sent}`,
    );
  }

  /** Tests what was answered, and that everything that was acknowledged is among the commands of the log. */
  audit(ids: ReadonlySet<string>, stage: Stage): { readonly lost: number } {
    const lost = [...this.#written].filter((id) => !ids.has(childCommandId(id, STEP))).length;
    stage.expect(
      'no answer is older than what was acknowledged before',
      this.wrong === 0,
      () => `${this.wrong}: ${this.#details.slice(0, 2).join('; ')}`,
      this.answers,
    );
    stage.expect(
      'every acknowledged value is in the log',
      lost === 0,
      () => `${lost} are not`,
      this.#written.size,
    );
    return { lost };
  }
}

/** Gives a write again, to whichever process is named, until it is taken. @throws Error when it never is */
export const repeat = async (
  again: (member: Member) => Promise<boolean>,
  member: () => Member,
): Promise<void> => {
  const endMs = performance.now() + GIVE_UP_MS;
  while (!(await again(member()))) {
    if (performance.now() > endMs) throw new Error('a value was never taken');
    await sleep(AGAIN_MS);
  }
};
