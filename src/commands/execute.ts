import { createHash } from 'node:crypto';
import type { Ticket } from '#actors/kit/engine-api.ts';
import { callOf } from './call.ts';
import { isCheck, checkComponent, checkButton, WENT_THROUGH } from './check.ts';
import type { CommandContext, ComponentDefinition } from './define-command.ts';
import type { Caller, Desk, Outcome } from './desk.ts';
import type { Person } from './enrol.ts';
import { bugMessage, bugPanel, faultMessage, faultPanel, rejectionPanel } from './error-panel.ts';
import { ANYONE, isForAll } from './for-all.ts';
import { spoken } from './language/speaking.ts';
import { OwnKey } from './own-key.ts';
import { type NamedCommand, parseCommand, readNamed } from './parse.ts';
import type { Panel } from './panel.ts';
import { RecordingEngine } from './recording-engine.ts';
import { CommandRejection, refuse, unwrap } from './rejected.ts';
import { resolveSeen, resolveUserOf } from './resolve-user.ts';
import { controlOpenHere, featureOf, openHere, permit, standIn, type Standing } from './standing.ts';
import { cleanName } from './text.ts';
import { welcomed } from './welcome.ts';
import { newTraceId } from './trace.ts';
import { relativeTime } from '#game/shared/relative-time.ts';
import { Fault } from '#ports/fault.ts';

/** A slash command as a surface hands it over: as a line of text, or already taken apart. */
export type SlashRequest = ({ readonly text: string } | { readonly named: NamedCommand }) & {
  readonly caller: Caller;
  /** Idempotency key, any text of 1 to 200 characters: within its caller, one key is one command. */
  readonly key?: string;
  /** Instead of `key`: a key that nobody else can have, 15 to 20 digits, with the time before which it was not there. */
  readonly minted?: { readonly key: string; readonly mintedMs: number };
  /** Room that the surface has asked for already; else it is asked for here, before anything is read. */
  readonly ticket?: Ticket;
};

/** A press, choice or submitted form as a surface hands it over. */
export interface ControlRequest {
  readonly caller: Caller;
  readonly customId: string;
  readonly values?: readonly string[];
  readonly fields?: Readonly<Record<string, string>>;
  readonly ticket?: Ticket;
}

/** Runs one slash command to its panel. Never throws: rejections, faults and bugs become outcomes. */
export const executeCommand = async (desk: Desk, request: SlashRequest): Promise<Outcome> =>
  attend(desk, request.caller, request.ticket, async (visit) => {
    const standing = await standIn(desk, request.caller, visit.callOf());
    const known = resolveUserOf(desk, visit.callOf());
    const parsed =
      'named' in request
        ? await readNamed(request.named, desk.tree, resolveSeen(desk, request.named, visit.callOf(), known))
        : await parseCommand(request.text, desk.tree, known);
    const name = parsed.ok ? parsed.definition.name : parsed.name;
    if (name !== undefined) {
      visit.command = name;
      // before what is wrong with the options: who may not use it need not get them right
      permit(desk.access, 'commands', name, standing.roles);
      openHere(standing, featureOf(name));
    }
    if (!parsed.ok) return refuse(parsed.rejection);
    const { definition, input } = parsed;
    await pace(desk, request.caller, definition.name, definition.cooldown);
    const key = keyOf(desk, request);
    const context = await visit.enter(standing, key, said([definition.name], input));
    const answer = await visit.orEarlier(() => definition.run(input, context));
    const panel = visit.isFirst ? await welcomed(answer, context) : answer;
    return definition.ephemeral ? { ...panel, ephemeral: input['share'] !== true } : panel;
  });

const keyOf = (desk: Desk, { key, minted }: SlashRequest): Key => {
  if (minted !== undefined) return { text: minted.key, mintedMs: minted.mintedMs };
  return key === undefined
    ? { text: desk.mintKey(), mintedMs: desk.deps.clock.nowMs() }
    : { text: `h-${hashed(key)}`, isOwn: true };
};

/** Runs one control to its panel. Never throws. */
export const executeComponent = async (desk: Desk, request: ControlRequest): Promise<Outcome> =>
  attend(desk, request.caller, request.ticket, async (visit) => {
    const parts = desk.deps.customIds.decode(request.customId);
    if (parts === undefined) {
      return refuse({
        code: 'E_INPUT',
        field: 'customId',
        message: 'This control was not made here or has been changed. Run the command again for a fresh one.',
      });
    }
    const component = componentOf(desk, parts.feature, parts.verb);
    visit.command = `${component.feature}.${isCheck(component.feature) ? 'check' : component.verb}`;
    const standing = await standIn(desk, request.caller, visit.callOf());
    permit(desk.access, 'controls', visit.command, standing.roles);
    controlOpenHere(standing, component.feature);
    // a press makes nobody a member: who was erased and presses an old button stays gone
    const person = await desk.people.find(request.caller, visit.callOf());
    const isOpen = isForAll(parts.owner, parts.feature, parts.verb);
    if (!isOpen && parts.owner !== person) {
      return refuse({
        code: 'E_PERM',
        message: 'This control belongs to somebody else. Run the command yourself to get your own.',
      });
    }
    const { entity, revision, nonce } = parts;
    const { values = [], fields = {} } = request;
    const meaning = said([parts.feature, parts.verb, entity, revision, ...values], fields);
    const context =
      person === undefined
        ? visit.lookIn(standing, nonce)
        : await visit.enter(standing, pressKey(desk, nonce, fields), meaning);
    return component.run({ entity, revision, nonce, values, fields }, context);
  });

/**
 * A press is known by its control's nonce, so that twenty clicks are one command; a form by what was filled in, too: one
 * that was refused is corrected and sent again.
 */
const pressKey = (desk: Desk, nonce: string, fields: Readonly<Record<string, string>>): Key => ({
  text: Object.keys(fields).length === 0 ? nonce : `f-${hashed(said([nonce], fields))}`,
  mintedMs: desk.mintedMsOf(nonce),
});

/**
 * Runs a control that a surface answers itself, held to the table of roles, the guild and the room as any other.
 * `control`: `feature.verb`. Never throws.
 */
export const executeOwnControl = async (
  desk: Desk,
  caller: Caller,
  control: `${string}.${string}`,
  run: () => Promise<Panel>,
): Promise<Outcome> =>
  attend(desk, caller, undefined, async (visit) => {
    visit.command = control;
    const standing = await standIn(desk, caller, visit.callOf());
    permit(desk.access, 'controls', control, standing.roles);
    controlOpenHere(standing, featureOfControl(control));
    return run();
  });

const featureOfControl = (control: string): string => control.split('.')[0] ?? control;

const componentOf = (desk: Desk, feature: string, verb: string): ComponentDefinition =>
  (isCheck(feature) ? checkComponent(desk.kinds, verb) : desk.tree.component(feature, verb)) ??
  refuse({ code: 'E_GONE', message: 'This control is no longer in use. Run the command again.' });

/** What is known of one command while it runs. */
interface Visit {
  command: string;
  /** Their profile was opened by this very command. */
  isFirst: boolean;
  callOf(): {
    readonly realm: string;
    readonly scope: string;
    readonly deadlineMonoMs: number;
    readonly traceId: string;
  };
  /** Opens the context for somebody who has not been here and only looks. */
  lookIn(standing: Standing, key: string): CommandContext;
  /** Finds or enrols the person and opens the context under a key; `meaning`: what they said, as text. @throws Fault */
  enter(standing: Standing, key: Key, meaning: string): Promise<CommandContext>;
  /**
   * Runs a command. One that is refused before a word to an entity may be a repeat of one that was carried out under the
   * same key and could not be a second time: then what became of that counts.
   */
  orEarlier(run: () => Promise<Panel>): Promise<Panel>;
}

/** What a command is known by, within its caller. */
interface Key {
  readonly text: string;
  /** Ms since the epoch before which it cannot have existed. */
  readonly mintedMs?: number | undefined;
  /** Chosen by the caller. */
  readonly isOwn?: true;
}

const attend = async (
  desk: Desk,
  caller: Caller,
  given: Ticket | undefined,
  run: (visit: Visit) => Promise<Panel>,
): Promise<Outcome> => {
  const { clock } = desk.deps;
  const startedMono = clock.monoMs();
  const traceId = newTraceId();
  const engine = new RecordingEngine(desk.deps.engine);
  let context: CommandContext | undefined;
  let ownKey: OwnKey | undefined;
  let ticket = given;
  const call = {
    realm: caller.realm,
    scope: caller.scope,
    deadlineMonoMs: startedMono + desk.answerWithinMs,
    traceId,
  };
  const opened = (
    { userId, displayName }: Person,
    standing: Standing,
    key: string,
    mintedMs?: number,
  ): CommandContext => ({
    userId,
    displayName,
    ...call,
    ...standing,
    commandId: `${userId}/${key}`,
    nowMs: clock.nowMs(),
    ...(mintedMs === undefined ? {} : { mintedMs }),
    deps: { ...desk.deps, engine },
  });
  const visit: Visit = {
    command: '?',
    isFirst: false,
    callOf: () => call,
    lookIn: (standing, key) =>
      opened({ userId: ANYONE, displayName: cleanName(caller.name), isNew: false }, standing, key),
    enter: async (standing, { text, mintedMs, isOwn }, meaning) => {
      const person = await desk.people.resolve(caller, call);
      visit.isFirst = person.isNew;
      context = opened(person, standing, text, mintedMs);
      const { commandId } = context;
      const own = isOwn === true ? new OwnKey(desk.deps.engine, { ...callOf(context), meaning }) : undefined;
      ownKey = own;
      engine.says({
        commandId,
        meaning,
        ...(own === undefined ? {} : { bind: (asked) => own.bind(asked) }),
      });
      return context;
    },
    orEarlier: async (command) => {
      try {
        return await command();
      } catch (error) {
        if (!(error instanceof CommandRejection) || engine.asked !== undefined) throw error;
        const answer = await ownKey?.earlier(desk.kinds);
        if (answer === undefined) throw error;
        unwrap(answer);
        return WENT_THROUGH;
      }
    },
  };
  const finish = (
    outcome: Omit<Outcome, 'commandId' | 'traceId'>,
    code: string,
    cause?: unknown,
  ): Outcome => {
    const durationMs = Math.round((clock.monoMs() - startedMono) * 1_000) / 1_000;
    const { userId: user, commandId } = context ?? {};
    desk.meter.observe(visit.command, code, durationMs);
    desk.log(
      {
        commandId,
        traceId,
        command: visit.command,
        entity: engine.about,
        realm: caller.realm,
        code,
        durationMs,
        user,
      },
      cause,
    );
    return spoken(desk, caller, { ...outcome, commandId, traceId });
  };
  try {
    ticket ??= admitted(desk.deps.engine.admit(caller.scope));
    return finish({ panel: await run(visit) }, 'ok');
  } catch (error) {
    const { outcome, code, cause } = explain(desk, error, traceId, engine);
    return finish(outcome, code, cause);
  } finally {
    ticket?.release();
  }
};

/** @throws Fault */
const admitted = (room: Ticket | Fault): Ticket => {
  if (room instanceof Fault) throw room;
  return room;
};

const explain = (
  desk: Desk,
  error: unknown,
  traceId: string,
  engine: RecordingEngine,
): {
  readonly outcome: Omit<Outcome, 'commandId' | 'traceId'>;
  readonly code: string;
  readonly cause?: unknown;
} => {
  if (error instanceof CommandRejection) {
    const { rejection } = error;
    const retryAfterMs =
      rejection.untilMs === undefined ? undefined : Math.max(0, rejection.untilMs - desk.deps.clock.nowMs());
    return {
      code: rejection.code,
      outcome: {
        panel: rejectionPanel(rejection, traceId),
        error: {
          code: rejection.code,
          message: rejection.message,
          ...(rejection.field === undefined ? {} : { field: rejection.field }),
          ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
          traceId,
        },
      },
    };
  }
  if (error instanceof Fault) {
    const check =
      error.code === 'E_UNKNOWN' && engine.asked !== undefined
        ? checkButton(desk.deps.customIds, engine.asked)
        : undefined;
    const { code, retryAfterMs } = error;
    return {
      code,
      cause: error,
      outcome: {
        panel: faultPanel(error, traceId, check),
        error: {
          code,
          message: faultMessage(error),
          ...(retryAfterMs === undefined ? {} : { retryAfterMs }),
          traceId,
        },
      },
    };
  }
  const check = engine.asked === undefined ? undefined : checkButton(desk.deps.customIds, engine.asked);
  return {
    code: 'BUG',
    cause: error,
    outcome: {
      bug: true,
      panel: bugPanel(traceId, check),
      error: { code: 'E_UNAVAILABLE', message: bugMessage(traceId), traceId },
    },
  };
};

const pace = async (
  desk: Desk,
  caller: Caller,
  command: string,
  cooldown = desk.personRate,
): Promise<void> => {
  if (desk.limiter === undefined || cooldown === undefined) return;
  const own = cooldown === desk.personRate ? '*' : command;
  const admission = await desk.limiter.take(`${caller.provider}/${caller.externalId}/${own}`, cooldown);
  if (admission.ok) return;
  const untilMs = desk.deps.clock.nowMs() + admission.retryAfterMs;
  refuse({
    code: 'E_COOLDOWN',
    message: `You are faster than this command allows. Nothing was started: repeat it ${relativeTime(untilMs)}.`,
    untilMs,
  });
};

/** Words and named values as one text, whatever the order of the names. */
const said = (
  words: readonly (string | number)[],
  named: Readonly<Record<string, string | number | boolean | undefined>>,
): string => JSON.stringify([...words, Object.entries(named).toSorted(([a], [b]) => (a < b ? -1 : 1))]);

/**
 * Any text as part of a command id, 14 characters of `a-z0-9`. The mark that goes before it keeps it apart from minted
 * keys, whose time can be read from them.
 */
const hashed = (text: string): string => {
  const digest = createHash('sha256').update(text).digest('hex');
  return BigInt(`0x${digest}`).toString(36).padStart(14, '0').slice(0, 14);
};
