import type { Answer, Call, Engine, EngineStats, EntityInfo, Place } from '#actors/kit/engine-api.ts';
import type {
  AnyKind,
  CommandOf,
  ReadArgs,
  ReadNames,
  ReadResult,
  ReplyOf,
} from '#actors/kit/define-entity.ts';

/** The last command that was given to an entity. */
export interface Asked {
  readonly kind: string;
  readonly place: Place;
  readonly commandId: string;
}

/** What a caller said, under which command id. */
export interface Said {
  readonly commandId: string;
  readonly meaning: string;
  /** Waited for before the first word to an entity. */
  readonly bind?: (asked: Asked) => Promise<void>;
}

/** The engine as one command sees it: the same, and it remembers where the command went, for its log line and Check. */
export class RecordingEngine implements Engine {
  readonly #engine: Engine;
  #asked: Asked | undefined;
  #said: Said | undefined;
  #bound: Promise<void> | undefined;
  #readFrom: string | undefined;

  constructor(engine: Engine) {
    this.#engine = engine;
  }

  /** From here on what is asked in the command's name carries what its caller said. */
  says(said: Said): void {
    this.#said = said;
  }

  get asked(): Asked | undefined {
    return this.#asked;
  }

  /** The entity that the command was about: the last one asked, else the last one read. */
  get about(): string | undefined {
    const asked = this.#asked;
    return asked === undefined ? this.#readFrom : `${asked.kind}:${asked.place.realm}:${asked.place.id}`;
  }

  admit(scope: string): ReturnType<Engine['admit']> {
    return this.#engine.admit(scope);
  }

  async ask<K extends AnyKind>(
    kind: K,
    place: Place,
    command: CommandOf<K>,
    call: Call,
  ): Promise<Answer<ReplyOf<K>>> {
    const asked = { kind: kind.kind, place, commandId: call.commandId };
    const said = this.#said;
    if (said?.bind !== undefined) await (this.#bound ??= said.bind(asked));
    this.#asked = asked;
    const isOwn = said !== undefined && call.commandId.startsWith(said.commandId);
    return this.#engine.ask(kind, place, command, isOwn ? { ...call, meaning: said.meaning } : call);
  }

  async read<K extends AnyKind, N extends ReadNames<K>>(
    kind: K,
    place: Place,
    name: N,
    args: ReadArgs<K, N>,
    call: Pick<Call, 'scope' | 'deadlineMonoMs'>,
  ): Promise<ReadResult<K, N>> {
    this.#readFrom = `${kind.kind}:${place.realm}:${place.id}`;
    return this.#engine.read(kind, place, name, args, call);
  }

  async waitFor<K extends AnyKind, N extends ReadNames<K>>(
    kind: K,
    place: Place,
    name: N,
    args: ReadArgs<K, N>,
    call: Pick<Call, 'scope' | 'deadlineMonoMs'>,
  ): Promise<ReadResult<K, N> | undefined> {
    return this.#engine.waitFor(kind, place, name, args, call);
  }

  async check<K extends AnyKind>(
    kind: K,
    place: Place,
    commandId: string,
  ): Promise<Answer<ReplyOf<K>> | undefined> {
    return this.#engine.check(kind, place, commandId);
  }

  whisper(kind: AnyKind, place: Place, word: unknown, scope: string): boolean {
    return this.#engine.whisper(kind, place, word, scope);
  }

  tell<K extends AnyKind>(
    kind: K,
    place: Place,
    command: CommandOf<K>,
    call: Omit<Call, 'deadlineMonoMs'>,
  ): boolean {
    return this.#engine.tell(kind, place, command, call);
  }

  entities(filter: { readonly kind?: string; readonly limit: number }): readonly EntityInfo[] {
    return this.#engine.entities(filter);
  }

  entity(kind: string, place: Place): EntityInfo | undefined {
    return this.#engine.entity(kind, place);
  }

  async resume(kind: string, place: Place): Promise<void> {
    return this.#engine.resume(kind, place);
  }

  crash(kind: string, place: Place): boolean {
    return this.#engine.crash(kind, place);
  }

  async replay(deadLetterId: string): Promise<Answer<unknown>> {
    return this.#engine.replay(deadLetterId);
  }

  async erase(userId: string): Promise<void> {
    return this.#engine.erase(userId);
  }

  stats(): EngineStats {
    return this.#engine.stats();
  }
}
