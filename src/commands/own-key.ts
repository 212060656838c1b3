import type { Answer, Call, Engine } from '#actors/kit/engine-api.ts';
import type { AnyKind } from '#actors/kit/define-entity.ts';
import { notApplied } from '#actors/kit/messages.ts';
import { user } from '#actors/user/user.ts';
import { DEPLOYMENT_REALM } from '#game/shared/ids.ts';
import { Fault } from '#ports/fault.ts';
import { childCommandId } from './define-command.ts';
import type { Asked } from './recording-engine.ts';
import { unwrap } from './rejected.ts';

const STEP = 'key';

/**
 * A key that a caller chose themselves. Different commands go to different entities, none of which sees the others: the
 * caller's own entity remembers what was said under the key first.
 */
export class OwnKey {
  readonly #engine: Engine;
  readonly #call: Call;

  /** `call`: of the command that came under the key, with what was said. */
  constructor(engine: Engine, call: Call) {
    this.#engine = engine;
    this.#call = { ...call, commandId: childCommandId(call.commandId, STEP) };
  }

  get #place() {
    return { realm: DEPLOYMENT_REALM, id: this.#call.by };
  }

  /**
   * Says what the key stands for, before the first word to an entity.
   * @throws CommandRejection E_STALE: for something else
   * @throws Fault, never `E_UNKNOWN`: whether the key was bound or not, nothing else has happened
   */
  async bind({ kind, place, commandId }: Asked): Promise<void> {
    const to = { kind, realm: place.realm, id: place.id };
    try {
      unwrap(await this.#engine.ask(user, this.#place, { type: 'BindKey', to, commandId }, this.#call));
    } catch (error) {
      if (!(error instanceof Fault) || error.code !== 'E_UNKNOWN') throw error;
      throw notApplied(error.message);
    }
  }

  /**
   * What became of the command when it came first: its answer in the log, if it got that far.
   * @throws CommandRejection E_STALE when something else was said then
   */
  async earlier(kinds: ReadonlyMap<string, AnyKind>): Promise<Answer<unknown> | undefined> {
    const { commandId } = this.#call;
    if ((await this.#engine.check(user, this.#place, commandId)) === undefined) return undefined;
    // it is bound, so that asking again compares what is said, answers what was bound and changes nothing
    const again = { type: 'BindKey', to: { kind: user.kind, ...this.#place }, commandId } as const;
    const bound = unwrap(await this.#engine.ask(user, this.#place, again, this.#call));
    if (bound.type !== 'KeyBound') return undefined;
    const kind = kinds.get(bound.to.kind);
    return kind === undefined ? undefined : this.#engine.check(kind, bound.to, bound.commandId);
  }
}
