import type { Call } from '#actors/kit/engine-api.ts';
import { childCommandId, type CommandContext } from './define-command.ts';

/** How a command's own words travel to an entity; `step` (`[a-z0-9]+`) makes a further command id under the same key. */
export const callOf = (context: CommandContext, step?: string): Call => ({
  commandId: step === undefined ? context.commandId : childCommandId(context.commandId, step),
  by: context.userId,
  scope: context.scope,
  deadlineMonoMs: context.deadlineMonoMs,
  traceId: context.traceId,
  ...(context.mintedMs === undefined ? {} : { mintedMs: context.mintedMs }),
});
