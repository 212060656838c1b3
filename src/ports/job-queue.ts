import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { DomainCommand } from '#game/shared/decider.ts';
import type { EntityRef } from '#game/shared/ids.ts';
import { Fault } from './fault.ts';

/** A command for an entity that is given later, and nothing else: what it does once, the entity's own deduplication says. */
export interface Job {
  readonly commandId: string;
  readonly target: EntityRef;
  /** Plain JSON of at most 64 KB, without secrets: queues keep it in clear text. */
  readonly command: DomainCommand;
}

export interface JobCounts {
  /** Not done yet: waiting, delayed, being retried or under way. */
  readonly waiting: number;
  /** Given up and kept. */
  readonly failed: number;
}

/** Gives a job to its entity. Rejects: it is tried again, unless the Fault says that no repeat helps. */
export type JobHandler = (job: Job) => Promise<void>;

/** Work that may wait: delivered at least once, several at a time, in no order. */
export interface JobQueue {
  /**
   * Keeps a job until it is done; a job whose command id is kept already is the same job. `delayMs`: earliest start from now,
   * 0 to 24 days.
   * @throws Fault `E_INPUT` for what is no job, `E_UNAVAILABLE`
   */
  put(job: Job, delayMs?: number): Promise<void>;
  /** Names whoever does the jobs, one for a process; jobs that were begun by processes that died come again. */
  work(handler: JobHandler): void;
  /** @throws Fault E_UNAVAILABLE */
  counts(): Promise<JobCounts>;
  /** Begins nothing more and waits for what is under way. */
  close(): Promise<void>;
}

const COMMAND_MAX_CHARS = 65_536;
const DELAY_MAX_MS = 24 * 86_400_000;

const PART = /^[a-z0-9]{1,14}$/;

const jobSchema = z.strictObject({
  commandId: z.string().regex(/^\S{1,200}$/, '1 to 200 characters without spaces'),
  target: z.strictObject({
    kind: z.string().regex(/^[a-z]{2,12}$/, 'a kind of 2 to 12 letters a-z'),
    realm: z.string().regex(PART, '1 to 14 letters a-z and digits'),
    id: z.string().regex(PART, '1 to 14 letters a-z and digits'),
  }),
  command: z.looseObject({ type: z.string().regex(/^[A-Z]\w{0,39}$/, 'a name like FeedPet') }),
});

const refused = (problem: string): Fault =>
  new Fault('E_INPUT', `this is not a job: ${problem}`, { retryable: false });

const textOf = (value: unknown): string =>
  // functions and the like have no JSON
  ((JSON.stringify(value) as string | undefined) ?? String(value)).slice(0, 60);

const at = (value: unknown, path: readonly PropertyKey[]): unknown =>
  path.reduce<unknown>(
    (part, key) => (typeof part === 'object' && part !== null ? Reflect.get(part, key) : undefined),
    value,
  );

/** What is in a job, and nothing else. @throws Fault `E_INPUT` that names field, value and accepted form */
export const checkJob = (job: unknown): Job => {
  const parsed = jobSchema.safeParse(job);
  if (!parsed.success) {
    const [issue] = parsed.error.issues;
    const path = issue?.path ?? [];
    const field = path.length === 0 ? 'it' : path.join('.');
    throw refused(`${field} is ${textOf(at(job, path))}; ${issue?.message ?? ''}`);
  }
  const json = JSON.stringify(parsed.data.command);
  if (json.length > COMMAND_MAX_CHARS) {
    throw refused(`command has ${json.length} characters, at most ${COMMAND_MAX_CHARS} are allowed`);
  }
  if (!isDeepStrictEqual(JSON.parse(json), parsed.data.command)) {
    throw refused('command is not plain JSON: texts, finite numbers, true, false, null, lists and objects');
  }
  return parsed.data;
};

/** @throws Fault `E_INPUT` for a delay that no queue takes */
export const checkDelay = (delayMs: number): void => {
  if (!(delayMs >= 0 && delayMs <= DELAY_MAX_MS)) {
    throw refused(`delayMs is ${delayMs}, must be 0 to ${DELAY_MAX_MS}`);
  }
};

/** Attempts before a job is given up, and the wait before each but the first, ms: it doubles. */
export interface Persistence {
  readonly attempts: number;
  readonly firstWaitMs: number;
}

/** About two hours. */
export const PERSISTENCE: Persistence = { attempts: 14, firstWaitMs: 1_000 };
