import type { UserId } from '#game/shared/ids.ts';
import { invariant } from '#game/shared/errors.ts';
import type { ComponentInput, CommandContext } from './define-command.ts';
import type { Desk } from './desk.ts';
import type { Panel } from './panel.ts';
import { newTraceId } from './trace.ts';

/** Owner of a control that a surface shows to everybody; no user id has this form. */
export const ANYONE = '0' as UserId;

/** Controls that everybody may use where a surface shows them to all, as `feature.verb`: they change nothing. */
const FOR_ALL: ReadonlySet<string> = new Set(
  ['battle', 'match'].flatMap((feature) =>
    ['view', 'replay', 'step', 'log', 'verify'].map((verb) => `${feature}.${verb}`),
  ),
);

/** Whether a control belongs to whoever uses it. */
export const isForAll = (owner: string, feature: string, verb: string): boolean =>
  owner === ANYONE && FOR_ALL.has(`${feature}.${verb}`);

/** Who is shown something without having asked for it just now. */
export interface Onlooker {
  /** {@link ANYONE} for what everybody may see. */
  readonly userId: UserId;
  readonly displayName: string;
  readonly realm: string;
  readonly scope: string;
}

/** Shows what a control for everybody shows, to somebody who did not press it. @throws CommandRejection, Fault */
export const showTo = (
  desk: Desk,
  onlooker: Onlooker,
  control: Pick<ComponentInput, 'entity'> & { readonly feature: string; readonly verb: string },
): Promise<Panel> => {
  const { feature, verb, entity } = control;
  const component = desk.tree.component(feature, verb);
  invariant(
    component !== undefined && FOR_ALL.has(`${feature}.${verb}`),
    `${feature}.${verb} is not for all`,
  );
  const { clock } = desk.deps;
  const nonce = desk.mintKey();
  const context: CommandContext = {
    ...onlooker,
    roles: new Set(['everyone']),
    guild: undefined,
    commandId: `${onlooker.userId}/${nonce}`,
    traceId: newTraceId(),
    nowMs: clock.nowMs(),
    deadlineMonoMs: clock.monoMs() + desk.answerWithinMs,
    deps: desk.deps,
  };
  return component.run({ entity, revision: 0, nonce, values: [], fields: {} }, context);
};
