import type { Answer, Engine, EngineStats, EntityInfo, Place } from '#actors/kit/engine-api.ts';
import { Fault } from '#ports/fault.ts';

/** An engine without entities: what it answers is set by the test. */
export class FakeEngine implements Engine {
  /** Tickets that are out. */
  open = 0;
  /** Room; `admit` refuses above it. */
  room = Number.POSITIVE_INFINITY;
  readonly scopes: string[] = [];
  readonly asked: {
    readonly kind: string;
    readonly place: Place;
    readonly command: unknown;
    readonly id: string;
  }[] = [];
  answer: (kind: string, command: unknown) => Promise<Answer<unknown>> = async () => ({
    ok: true,
    value: {},
    seq: 1,
    repeated: false,
  });
  checked: Answer<unknown> | undefined;
  readonly checkedIds: string[] = [];
  live: EntityInfo[] = [];
  readonly crashed: string[] = [];
  readonly resumed: string[] = [];
  readonly replayed: string[] = [];

  admit(scope: string): { release(): void } | Fault {
    this.scopes.push(scope);
    if (this.open >= this.room) {
      return new Fault('E_OVERLOAD', 'no room', { retryable: true, retryAfterMs: 1_500 });
    }
    this.open += 1;
    let isHeld = true;
    return {
      release: () => {
        if (isHeld) this.open -= 1;
        isHeld = false;
      },
    };
  }

  async ask(
    kind: { kind: string },
    place: Place,
    command: unknown,
    call: { commandId: string },
  ): Promise<never> {
    this.asked.push({ kind: kind.kind, place, command, id: call.commandId });
    return (await this.answer(kind.kind, command)) as never;
  }

  async read(): Promise<never> {
    return undefined as never;
  }

  async waitFor(): Promise<undefined> {
    return undefined;
  }

  async check(_kind: unknown, _place: Place, commandId: string): Promise<never> {
    this.checkedIds.push(commandId);
    return this.checked as never;
  }

  whisper(): boolean {
    return true;
  }

  tell(): boolean {
    return true;
  }

  entities(filter: { readonly kind?: string; readonly limit: number }): readonly EntityInfo[] {
    return this.live
      .filter((info) => filter.kind === undefined || info.kind === filter.kind)
      .slice(0, filter.limit);
  }

  entity(kind: string, place: Place): EntityInfo | undefined {
    return this.live.find((info) => info.kind === kind && info.realm === place.realm && info.id === place.id);
  }

  async resume(kind: string, place: Place): Promise<void> {
    this.resumed.push(`${kind}:${place.realm}:${place.id}`);
  }

  crash(kind: string, place: Place): boolean {
    this.crashed.push(`${kind}:${place.realm}:${place.id}`);
    return this.entity(kind, place) !== undefined;
  }

  async replay(deadLetterId: string): Promise<Answer<unknown>> {
    this.replayed.push(deadLetterId);
    return this.answer('replay', deadLetterId);
  }

  async erase(): Promise<void> {}

  stats(): EngineStats {
    const liveByKind: Record<string, number> = {};
    for (const { kind } of this.live) liveByKind[kind] = (liveByKind[kind] ?? 0) + 1;
    return {
      liveByKind,
      inboxDepth: 3,
      inFlight: this.open,
      admissionLimit: 64,
      refused: 0,
      commits: 10,
      commands: 20,
      batches: 5,
      restarts: 1,
      quarantined: 0,
      deadLetters: 0,
    };
  }
}
