import type { APIInteraction } from 'discord.js';
import { autocomplete } from '#commands/autocomplete.ts';
import type { Choice } from '#commands/define-command.ts';
import type { Desk, Outcome } from '#commands/desk.ts';
import { executeCommand, executeComponent } from '#commands/execute.ts';
import type { Panel } from '#commands/panel.ts';
import { CommandRejection } from '#commands/rejected.ts';
import { Fault } from '#ports/fault.ts';
import { type Answering, isAnswered, isOver } from './answering.ts';
import type { GuildLanguages } from './guild-languages.ts';
import {
  type Incoming,
  type IncomingCommand,
  type IncomingControl,
  type IncomingPartial,
  readInteraction,
} from './incoming.ts';
import { afterAnswer, type AfterwardsParts } from './threads/afterwards.ts';
import { answerThreadControl } from './threads/thread-controls.ts';
import { modalOf } from './render/controls.ts';
import { renderPanel, type RenderedMessage } from './render/panel.ts';

/** What takes longer than this is acknowledged first and answered later, ms. Discord waits for 3,000. */
const DEFER_AFTER_MS = 700;

/** Interactions that are remembered for telling a second delivery from a second bot. */
const LATELY_MAX = 1_000;

/** Where this surface writes what it noticed. Never texts of people, never tokens. */
export type SurfaceLog = (
  level: 'info' | 'warn' | 'error',
  what: string,
  about?: Readonly<Record<string, unknown>>,
) => void;

/** How an interaction came, when it did not come straight from Discord. */
export interface Arrival {
  /** Another process had it first, and may have answered. */
  readonly isRepeat: boolean;
  /** It has waited: its sign of life comes before all else. */
  readonly isLate: boolean;
}

const STRAIGHT: Arrival = { isRepeat: false, isLate: false };

export interface InteractionParts {
  readonly desk: Desk;
  readonly answering: Answering;
  /** The realm in which everybody plays. */
  readonly realm: string;
  readonly log: SurfaceLog;
  /** Told of an interaction that somebody else answered, though it came here once. */
  readonly onAnsweredByOther?: () => void;
  /** Told what guilds speak; without it nothing is kept of that. */
  readonly languages?: Pick<GuildLanguages, 'note'>;
  /** Threads of battles; without them battles are panels only. */
  readonly threads?: Pick<AfterwardsParts, 'threads' | 'book'>;
}

const FORM_LATE: Panel = {
  title: 'That took too long',
  tone: 'warn',
  text: 'The form could not be opened in time. Nothing was changed: do the same once more.',
  ephemeral: true,
};

/** Turns interactions, wherever they come from, into commands at the desk, and what the desk says into answers. */
export class Interactions {
  readonly #parts: InteractionParts;
  readonly #underWay = new Set<Promise<void>>();
  /** Ids of what came here lately, and how often. */
  readonly #lately = new Map<string, number>();
  /** Answers that nobody took any more: too late, or the token was over. */
  late = 0;
  /** Discord's ids of commands by their first word; with them people can press what a panel names. */
  commandIds: ReadonlyMap<string, string> = new Map();

  constructor(parts: InteractionParts) {
    this.#parts = parts;
  }

  /** Takes one interaction as Discord sends it; the promise ends when its last answer is given, and never fails. */
  take(payload: APIInteraction, arrival: Arrival = STRAIGHT): Promise<void> {
    const { log } = this.#parts;
    const incoming = this.#read(payload);
    if (incoming === undefined) {
      log('warn', 'an interaction of a kind that nothing here answers', { type: payload.type });
      return Promise.resolve();
    }
    this.#note(incoming.id, arrival);
    if (incoming.place !== undefined) void this.#parts.languages?.note(incoming.place);
    const work = this.#attend(incoming, arrival).catch((error: unknown) => this.#failed(incoming, error));
    const tracked = work.finally(() => this.#underWay.delete(tracked));
    this.#underWay.add(tracked);
    return tracked;
  }

  /** A payload that cannot be read is logged as its kind and left: its sender sees that nothing answers. */
  #read(payload: APIInteraction): Incoming | undefined {
    try {
      return readInteraction(payload, this.#parts.realm);
    } catch (error) {
      this.#parts.log('error', 'an interaction could not be read', { err: error });
      return undefined;
    }
  }

  /** Interactions without their last answer. */
  get open(): number {
    return this.#underWay.size;
  }

  /** Resolves when every interaction that was taken has its last answer. */
  async settled(): Promise<void> {
    while (this.#underWay.size > 0) await Promise.all(this.#underWay);
  }

  #note(id: string, { isRepeat }: Arrival): void {
    // what others had before has been answered by others
    this.#lately.set(id, (this.#lately.get(id) ?? 0) + (isRepeat ? 2 : 1));
    const [oldest] = this.#lately.keys();
    if (this.#lately.size > LATELY_MAX && oldest !== undefined) this.#lately.delete(oldest);
  }

  #failed({ id, kind }: Incoming, error: unknown): void {
    if (isOver(error)) {
      this.late += 1;
      this.#parts.log('warn', 'an answer came too late', { interaction: id, kind });
      return;
    }
    if (isAnswered(error)) {
      this.#parts.log('info', 'an interaction came twice', { interaction: id, kind });
      if (this.#lately.get(id) === 1) this.#parts.onAnsweredByOther?.();
      return;
    }
    this.#parts.log('error', 'an answer could not be given', { interaction: id, kind, err: error });
  }

  #attend(incoming: Incoming, arrival: Arrival): Promise<void> {
    switch (incoming.kind) {
      case 'partial':
        return this.#suggest(incoming);
      case 'command':
        return this.#command(incoming, arrival);
      case 'control':
        return this.#control(incoming, arrival);
    }
  }

  #render(panel: Panel): RenderedMessage {
    const { directory, tree } = this.#parts.desk;
    const nameOf = (userId: string): string | undefined => directory.nameOf(userId);
    const commandId = (name: string): string | undefined =>
      tree.command(name) === undefined ? undefined : this.commandIds.get(name.split(' ')[0] ?? '');
    return renderPanel(panel, Object.assign(nameOf, { commandId }));
  }

  async #suggest(incoming: IncomingPartial): Promise<void> {
    const { desk, answering, log } = this.#parts;
    const { caller, name: command, option, partial } = incoming;
    let choices: readonly Choice[] = [];
    try {
      choices = await autocomplete(desk, { caller, command, option, partial });
    } catch (error) {
      // somebody who types wants no error, and an old list of commands is not ours to mend
      if (!(error instanceof CommandRejection || error instanceof Fault)) {
        log('error', 'suggestions broke', { command, option, err: error });
      }
    }
    await answering.suggest(incoming, choices);
  }

  async #command(incoming: IncomingCommand, arrival: Arrival): Promise<void> {
    const { desk, answering } = this.#parts;
    const definition = desk.tree.command(incoming.name);
    const isEphemeral =
      definition === undefined || (definition.ephemeral && incoming.options.get('share') !== 'true');
    const { id, caller, mintedMs, name, options, people } = incoming;
    const work = (): Promise<Outcome> =>
      executeCommand(desk, { caller, named: { name, options, people }, minted: { key: id, mintedMs } });
    const isSlow = definition?.asksOutside === true || arrival.isLate;
    const { outcome, isDeferred } = await this.#within(work, isSlow, () =>
      this.#signOfLife(arrival, () => answering.defer(incoming, isEphemeral)),
    );
    const { panel } = outcome;
    if (isDeferred) await this.#late(incoming, outcome, isEphemeral);
    else if (panel.modal !== undefined) return answering.open(incoming, modalOf(panel.modal));
    else await answering.reply(incoming, this.#render(panel));
    return this.#afterwards(incoming, outcome);
  }

  /** What follows from an answer in channels and threads; it is no part of the answer. */
  async #afterwards(incoming: Incoming, outcome: Outcome): Promise<void> {
    const { threads, desk, realm, answering, log } = this.#parts;
    if (threads === undefined || outcome.panel.modal !== undefined) return;
    const parts = { ...threads, desk, realm, answering, log };
    await afterAnswer(parts, this.#withThreads(incoming), outcome, this.#render(outcome.panel));
  }

  /** A guild that wants no threads is like a channel in which none may be opened. */
  #withThreads(incoming: Incoming): Incoming {
    const { guilds } = this.#parts.desk.deps;
    const { place, caller } = incoming;
    if (place === undefined || caller.guild === undefined) return incoming;
    const settings = guilds.peek(guilds.idOf(caller.provider, caller.guild.externalId));
    return settings?.threads === 'off' ? { ...incoming, place: { ...place, mayThread: false } } : incoming;
  }

  /** The answer to a deferred command; an error, or what is for one person, does not stand where all can see it. */
  async #late(incoming: IncomingCommand, { panel, error }: Outcome, isEphemeral: boolean): Promise<void> {
    const { answering } = this.#parts;
    const shown = panel.modal === undefined ? panel : FORM_LATE;
    if (isEphemeral || (error === undefined && !shown.ephemeral))
      return answering.edit(incoming, this.#render(shown));
    await answering.remove(incoming);
    return answering.followUp(incoming, this.#render(shown));
  }

  #run(incoming: IncomingControl): Promise<Outcome> {
    const { desk, threads, realm } = this.#parts;
    const { caller, customId, values, fields } = incoming;
    const own =
      threads === undefined ? undefined : answerThreadControl({ ...threads, desk, realm }, incoming);
    return own ?? executeComponent(desk, { caller, customId, values, fields });
  }

  async #control(incoming: IncomingControl, arrival: Arrival): Promise<void> {
    const { answering } = this.#parts;
    const { on } = incoming;
    const { outcome, isDeferred } = await this.#within(
      () => this.#run(incoming),
      arrival.isLate,
      () =>
        this.#signOfLife(arrival, () =>
          on === 'none' ? answering.defer(incoming, true) : answering.deferUpdate(incoming),
        ),
    );
    const { panel, error } = outcome;
    const isHere = error === undefined && panel.ephemeral === (on === 'own') && on !== 'none';
    if (panel.modal !== undefined && !isDeferred) return answering.open(incoming, modalOf(panel.modal));
    const message = this.#render(panel.modal === undefined ? panel : FORM_LATE);
    if (!isDeferred)
      await (isHere ? answering.update(incoming, message) : answering.reply(incoming, message));
    else if ((isHere && panel.modal === undefined) || on === 'none') await answering.edit(incoming, message);
    else await answering.followUp(incoming, message);
    return this.#afterwards(incoming, outcome);
  }

  /** When another process gave the first answer and died, the last one is still due: it goes where that one stands. */
  async #signOfLife({ isRepeat }: Arrival, defer: () => Promise<void>): Promise<void> {
    try {
      await defer();
    } catch (error) {
      if (!isRepeat || !isAnswered(error)) throw error;
    }
  }

  /** Runs work; when it must be, or takes longer than a moment, the sign of life goes out first. */
  async #within(
    work: () => Promise<Outcome>,
    isSlow: boolean,
    defer: () => Promise<void>,
  ): Promise<{ readonly outcome: Outcome; readonly isDeferred: boolean }> {
    if (isSlow) {
      await defer();
      return { outcome: await work(), isDeferred: true };
    }
    const { clock } = this.#parts.desk.deps;
    let deferring: Promise<void> | undefined;
    let failure: unknown;
    const cancel = clock.after(DEFER_AFTER_MS, () => {
      deferring = defer().catch((error: unknown) => {
        failure = error;
      });
    });
    const outcome = await work();
    cancel();
    await deferring;
    if (failure !== undefined)
      throw failure instanceof Error ? failure : new Error('not deferred', { cause: failure });
    return { outcome, isDeferred: deferring !== undefined };
  }
}
