import type { UserId } from '#game/shared/ids.ts';
import type { Choice } from './define-command.ts';
import type { Caller, Desk } from './desk.ts';
import { CHOICES_MAX, matching } from './matching.ts';
import { refuse } from './rejected.ts';
import { newTraceId } from './trace.ts';
import { shown } from './options.ts';
import { isAllowed, rolesFor } from './access.ts';
import { standIn } from './standing.ts';
import { cleanName } from './text.ts';
import { typingDeps } from './typing-memory.ts';

/** What somebody has typed so far into one option. */
export interface PartialInput {
  readonly caller: Caller;
  readonly command: string;
  readonly option: string;
  readonly partial: string;
}

/** Suggestions for one option, at most 25. @throws CommandRejection E_INPUT for an unknown command or option */
export const autocomplete = async (desk: Desk, input: PartialInput): Promise<readonly Choice[]> => {
  const { caller, partial } = input;
  const definition = desk.tree.command(input.command);
  const option = definition?.options.find((known) => known.name === input.option);
  if (option === undefined) {
    return refuse({
      code: 'E_INPUT',
      field: definition === undefined ? 'command' : 'option',
      message: `There is no option “${shown(input.option)}” of \`/${shown(input.command)}\`.`,
    });
  }
  if (option.type === 'channel' || option.type === 'role') return [];
  if (option.autocomplete === undefined) {
    if (option.type === 'boolean') return matching(BOOLEANS, partial);
    if (option.type !== 'user') return matching(option.choices ?? [], partial);
    return desk.directory.suggest(partial).map(({ userId, name }) => ({ label: name, value: userId }));
  }
  const { clock } = desk.deps;
  const call = {
    realm: caller.realm,
    scope: caller.scope,
    deadlineMonoMs: clock.monoMs() + desk.answerWithinMs,
    traceId: newTraceId(),
  };
  const standing = await standIn(desk, caller, call);
  // what somebody may not run tells them nothing either
  if (!isAllowed(standing.roles, rolesFor(desk.access, 'commands', input.command))) return [];
  // typing makes nobody a member; only a command does
  const userId = (await desk.people.find(caller, call)) ?? NOBODY;
  const context = {
    userId,
    displayName: cleanName(caller.name),
    ...call,
    ...standing,
    commandId: `${userId}/${desk.mintKey()}`,
    nowMs: clock.nowMs(),
    deps: typingDeps(desk.deps),
  };
  return (await option.autocomplete(partial, context)).slice(0, CHOICES_MAX);
};

/** Stands for somebody who has given no command yet: nothing is theirs. */
const NOBODY = '0' as UserId;

const BOOLEANS: readonly Choice[] = [
  { label: 'true', value: 'true' },
  { label: 'false', value: 'false' },
];
