import { appendFileSync, closeSync, fdatasyncSync, openSync } from 'node:fs';
import { accountOf, type LedgerCommand } from '#game/economy/ledger-protocol.ts';
import type { QuotePlan, UserCommand } from '#game/profile/user-protocol.ts';
import { randomBelow, type Rng, sfc32 } from '#game/shared/rng.ts';
import { sealed } from '#game/shared/sealed.ts';
import type { AskWord, Told } from './kill-protocol.ts';
import { playerId } from './people.ts';

const PLAYERS = 120;
const REALM = 'home';
/** Per mille of answered commands that are sent again later. */
const AGAIN_PER_MILLE = 30;

/** What the client was told, in its own words. */
export interface Acknowledged {
  readonly stream: { readonly kind: string; readonly realm: string; readonly id: string };
  readonly seq: number;
  readonly said: string;
}

/** The client: makes commands, keeps a record on disk of what was answered, and sends again what was not. */
export class KillClient {
  readonly acknowledged = new Map<string, Acknowledged>();
  readonly open = new Map<string, AskWord>();
  readonly problems: string[] = [];
  readonly #rng: Rng;
  readonly #record: number;
  readonly #followUps: AskWord[] = [];
  #keys = 0;
  #enrolled = 0;
  repeats = 0;
  faults = 0;

  constructor(seed: number, recordFile: string) {
    this.#rng = sfc32(seed, 9, 9, 9);
    this.#record = openSync(recordFile, 'a');
  }

  close(): void {
    closeSync(this.#record);
  }

  /** The next command, which counts as open from now on. */
  next(): AskWord {
    const ask = this.#followUps.shift() ?? this.#make();
    this.open.set(ask.commandId, ask);
    return ask;
  }

  /** Takes answers in: they count only when the record of them is on disk. Returns what has to be sent again. */
  told(answers: readonly Told[]): readonly AskWord[] {
    const lines: string[] = [];
    const again: AskWord[] = [];
    for (const answer of answers) {
      const ask = this.open.get(answer.commandId);
      if ('fault' in answer) {
        this.faults += 1;
        if (answer.fault.startsWith('E_')) {
          if (ask !== undefined) again.push(ask);
        } else this.problems.push(`${answer.commandId}: ${answer.fault}`);
        continue;
      }
      lines.push(JSON.stringify(answer));
    }
    if (lines.length > 0) {
      appendFileSync(this.#record, `${lines.join('\n')}\n`);
      fdatasyncSync(this.#record);
    }
    for (const answer of answers) if ('seq' in answer) this.#acknowledge(answer);
    return again;
  }

  #acknowledge({ commandId, seq, said, isOk }: Extract<Told, { seq: number }>): void {
    const ask = this.open.get(commandId);
    this.open.delete(commandId);
    const before = this.acknowledged.get(commandId);
    if (before !== undefined) {
      this.repeats += 1;
      if (before.seq !== seq || sortedJson(before.said) !== sortedJson(said)) {
        this.problems.push(`${commandId}: first ${before.said} at ${before.seq}, then ${said} at ${seq}`);
      }
      return;
    }
    if (ask === undefined) return;
    const { kind, realm, id } = ask;
    this.acknowledged.set(commandId, { stream: { kind, realm, id }, seq, said });
    if (isOk && ask.command.type === 'OpenQuote') this.#confirm(ask);
    if (randomBelow(this.#rng, 1_000) < AGAIN_PER_MILLE) this.#followUps.push(ask);
  }

  #confirm(ask: AskWord): void {
    const { nonce } = ask.command as Extract<UserCommand, { type: 'OpenQuote' }>;
    const command: UserCommand = { type: 'ConfirmQuote', nonce };
    this.#followUps.push({ ...ask, command, commandId: `${ask.by}/${nonce}` });
  }

  #user(by: string, command: UserCommand): AskWord {
    this.#keys += 1;
    return { kind: 'user', realm: '0', id: by, command, commandId: `${by}/k${this.#keys}`, by };
  }

  #make(): AskWord {
    if (this.#enrolled < PLAYERS) {
      const id = playerId(this.#enrolled);
      this.#enrolled += 1;
      return this.#user(id, { type: 'Enroll', name: sealed(id, `Player ${id}`), realm: REALM });
    }
    const by = playerId(randomBelow(this.#rng, PLAYERS));
    const to = playerId(randomBelow(this.#rng, PLAYERS));
    const coins = 1 + randomBelow(this.#rng, 40);
    const transfer: Extract<LedgerCommand, { type: 'Transfer' }> = {
      type: 'Transfer',
      legs: [{ from: accountOf(by), to: accountOf(to), coins }],
      memo: { kind: 'pay' },
    };
    const roll = randomBelow(this.#rng, 100);
    if (roll < 40 && by !== to) {
      const ask = this.#user(by, { type: 'ReadInbox' });
      return { ...ask, kind: 'ledger', realm: REALM, id: '0', command: transfer };
    }
    if (roll < 65 && by !== to) {
      const nonce = `n${this.#keys.toString(36)}x`;
      const plan: QuotePlan = { kind: 'pay', realm: REALM, transfer };
      return this.#user(by, { type: 'OpenQuote', nonce, plan });
    }
    return this.#user(by, { type: 'SetNotify', event: 'pet', via: roll % 2 === 0 ? 'dm' : 'inbox' });
  }
}

/** The same JSON with keys in order: a stored answer may come back in another one. */
export const sortedJson = (json: string): string =>
  JSON.stringify(JSON.parse(json), (_key, value: unknown) =>
    typeof value === 'object' && value !== null && !Array.isArray(value)
      ? Object.fromEntries(Object.entries(value).toSorted(([a], [b]) => (a < b ? -1 : 1)))
      : value,
  );
