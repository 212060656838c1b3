import { activate, catchUp } from '#actors/kit/activation.ts';
import { streamOf } from '#actors/kit/stream-id.ts';
import { Sealer } from '#actors/kit/sealer.ts';
import { openMemoryStore } from '#adapters/memory/memory-store.ts';
import type { BattleState } from '#game/battle/battle-state.ts';
import type { MatchState } from '#game/battle/match/match-state.ts';
import { ledgerReads } from '#game/economy/ledger-reads.ts';
import type { LedgerState } from '#game/economy/ledger-state.ts';
import { ackId, sideRowsOf } from '#ports/commit.ts';
import type { Snapshots } from '#ports/snapshots.ts';
import { oneIn } from './chance.ts';
import type { Clients } from './client.ts';
import { isSame, type LogWatch, masked, maskedReply, type Watched } from './log-watch.ts';
import type { Node } from './node.ts';
import type { World } from './world.ts';

/** What must be true when everything has come to rest. */
export class Audit {
  readonly #world: World;
  readonly #watch: LogWatch;

  constructor(world: World, watch: LogWatch) {
    this.#world = world;
    this.#watch = watch;
  }

  /** Acknowledgements, effects, reminders and sums. */
  books(clients: Clients): void {
    this.#watch.advance();
    this.#acknowledged(clients);
    this.#effects();
    this.#reminders();
    this.#sums();
    this.#battles();
    this.#matches();
  }

  #acknowledged(clients: Clients): void {
    for (const op of clients.ops) {
      const found = this.#watch.of(op.stream)?.records.get(op.commandId);
      this.#world.expect('every command ends', op.acknowledged !== undefined, () => op.commandId);
      if (op.acknowledged === undefined) continue;
      const said = maskedReply(op.acknowledged.ok ? op.acknowledged.value : op.acknowledged.rejection);
      this.#world.expect(
        'an acknowledged command is in the log',
        found !== undefined && maskedReply(found.record.rejection ?? found.record.reply) === said,
        () => `${op.commandId}: ${said}`,
      );
    }
  }

  #effects(): void {
    const world = this.#world;
    const lines = new Map<string, number>();
    for (const sender of this.#watch.streams.values()) {
      const sent = world.backing.streams.get(sender.stream)?.commits ?? [];
      for (const { json } of sent) {
        if (!json.includes('"effects":')) continue;
        for (const { id, effect } of sideRowsOf(JSON.parse(json) as never).effects) {
          const { stream } = streamOf(effect.to);
          const at = this.#watch.of(stream)?.records.get(id);
          world.expect('an effect reaches its receiver', at !== undefined, () => `${id} to ${stream}`);
          const ack = sender.records.get(ackId(id));
          world.expect('an effect is acknowledged to its sender', ack !== undefined, () => id);
          if (at === undefined) continue;
          const line = `${sender.stream}>${stream}`;
          world.expect('effects from one to one are in order', at.seq >= (lines.get(line) ?? 0), () => id);
          lines.set(line, at.seq);
          this.#receipt(ack?.record.events, at.record.reply, id);
        }
      }
    }
    world.expect('no effect is stuck', world.backing.effects.size === 0, () =>
      [...world.backing.effects.keys()].join(),
    );
  }

  /** What the sender noted is what the receiver answered. */
  #receipt(events: readonly { readonly data: unknown }[] | undefined, reply: unknown, id: string): void {
    const given = receiptIn(reply);
    if (given === undefined) return;
    for (const { data } of events ?? []) {
      const noted = receiptIn(data);
      if (noted !== undefined) {
        this.#world.expect(
          'an answer arrives as it was given',
          noted === given,
          () => `${id}: ${noted}, not ${given}`,
        );
      }
    }
  }

  #reminders(): void {
    const nowMs = this.#world.clock.nowMs();
    const late = [...this.#world.backing.reminders.values()].filter(({ dueMs }) => dueMs <= nowMs - 60_000);
    this.#world.expect('no reminder is stuck', late.length === 0, () =>
      late.map(({ stream, name }) => `${stream}/${name}`).join(),
    );
  }

  #sums(): void {
    for (const watched of this.#watch.streams.values()) {
      if (watched.ref.kind !== 'ledger') continue;
      const { ok, problems } = ledgerReads.check(watched.state as LedgerState, null);
      this.#world.expect('ledgers sum to zero and nobody owes', ok, () => problems.join('; '));
    }
  }

  /** Stakes have come to their end, whatever became of the battle. */
  #battles(): void {
    for (const watched of this.#watch.streams.values()) {
      if (watched.ref.kind !== 'battle') continue;
      const { status, hold, isBroken } = watched.state as BattleState;
      const isLive = status === 'live';
      this.#world.expect(
        'stakes are held while a battle runs and settled when it is over',
        hold === 'none' || hold === (isLive ? 'held' : 'closed'),
        () => `${watched.stream}: ${status}, ${hold}`,
      );
      this.#world.expect('a battle can be played again', !isBroken, () => watched.stream);
    }
  }

  /** A referee who asks again hears the same, over any crash. */
  #matches(): void {
    for (const watched of this.#watch.streams.values()) {
      if (watched.ref.kind !== 'match') continue;
      const { reason, status, outcome } = watched.state as MatchState;
      this.#world.expect(
        'a match can be played again',
        status !== 'void' || reason === 'a test.',
        () => `${watched.stream}: ${reason}`,
      );
      this.#world.expect(
        'a match that has ended has one end',
        (status === 'ended') === (outcome !== null),
        () => watched.stream,
      );
    }
  }

  /** What followers saw: each commit at least once, and in the order of its stream. */
  followers(followed: ReadonlyMap<string, readonly number[]>): void {
    this.#watch.advance();
    for (const watched of this.#watch.streams.values()) {
      const seen = followed.get(watched.stream) ?? [];
      let next = 1;
      for (const seq of seen) if (seq === next) next += 1;
      this.#world.expect(
        'followers see every commit in order',
        next === watched.seq + 1,
        () => `${watched.stream}: ${next - 1} of ${watched.seq}`,
      );
    }
  }

  /** Entities as a process shows them equal the replay of their logs; so many of 1,000 are asked, ledgers always. */
  async live(node: Node, perMille: number): Promise<void> {
    const { engine } = node;
    if (engine === undefined) return;
    const reads: Promise<void>[] = [];
    for (const watched of this.#watch.streams.values()) {
      if (watched.ref.kind !== 'ledger' && !oneIn(this.#world.rng, perMille)) continue;
      const { kind, face } = watched.looks;
      const deadlineMonoMs = this.#world.clock.monoMs() + 20_000;
      const read = engine
        .read(kind, watched.ref, 'simFace', null, { scope: 'audit', deadlineMonoMs })
        .then((value: unknown) =>
          this.#equal('replay of the log equals the live state', watched, value, face(watched.state)),
        )
        .catch((error: unknown) => this.#world.violate('an entity answers after the faults', String(error)));
      reads.push(read);
    }
    await Promise.all(reads);
  }

  #equal(invariant: string, watched: Watched, seen: unknown, expected: unknown): void {
    this.#world.expect(
      invariant,
      isSame(seen, expected),
      () => `${watched.stream}: ${differ(masked(seen), masked(expected))}`,
    );
  }

  /** A snapshot of each entity, the current or the one before, brought up to date from the log, equals its replay. */
  async snapshots(): Promise<void> {
    const { backing, clock } = this.#world;
    const store = openMemoryStore({ clock, backing, seed: 1 });
    const sealer = new Sealer(store.keys);
    const { journal } = store;
    for (const watched of this.#watch.streams.values()) {
      const held = backing.snapshots.get(watched.stream);
      for (const which of ['current', 'previous'] as const) {
        if (held?.[which] === undefined || oneIn(this.#world.rng, 500)) continue;
        const { kind, face } = watched.looks;
        const load: Snapshots['load'] = (stream, slot) =>
          slot === 'current' ? store.snapshots.load(stream, which) : Promise.resolve(undefined);
        const bad: unknown[] = [];
        const ports = { journal, sealer, snapshots: { ...store.snapshots, load } };
        const awake = await activate(kind, watched.ref, watched.stream, ports, (error) => bad.push(error));
        await catchUp(kind, awake, watched.stream, journal, sealer);
        this.#world.expect(
          'a snapshot can be read',
          bad.length === 0,
          () => `${watched.stream}: ${String(bad[0])}`,
        );
        this.#equal(`snapshots equal the replay`, watched, face(awake.state), face(watched.state));
      }
    }
    store.control.kill();
  }
}

const receiptIn = (value: unknown): string | undefined => {
  if (typeof value !== 'object' || value === null || !('receiptId' in value)) return undefined;
  return typeof value.receiptId === 'string' ? value.receiptId : undefined;
};

/** Where two texts part. */
const differ = (one: string, other: string): string => {
  let at = 0;
  while (at < one.length && one[at] === other[at]) at += 1;
  const from = Math.max(0, at - 40);
  return `…${one.slice(from, at + 60)}… against …${other.slice(from, at + 60)}…`;
};
