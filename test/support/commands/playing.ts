import { asapScheduler } from 'rxjs';
import { BattleClock } from '#actors/battle/battle-clock.ts';
import { FOLLOWERS, KINDS } from '#actors/guardian.ts';
import { matchesUnderWay } from '#actors/followers/battles.ts';
import { Referee } from '#actors/match/referee.ts';
import { ledger } from '#actors/ledger/ledger.ts';
import { ACCESS } from '#commands/access-table.ts';
import { autocomplete } from '#commands/autocomplete.ts';
import type { Choice, CommandDefinition, ComponentDefinition } from '#commands/define-command.ts';
import { isForm } from '#commands/define-form.ts';
import type { Desk, Outcome } from '#commands/desk.ts';
import { People } from '#commands/enrol.ts';
import { executeCommand, executeComponent } from '#commands/execute.ts';
import { GuildBook } from '#commands/guild-book.ts';
import { identityBook } from '#commands/identity-book.ts';
import { mintNonce, nonceTimeMs } from '#commands/nonce.ts';
import type { Control, Panel } from '#commands/panel.ts';
import { Bus } from '#events/bus.ts';
import type { Leg } from '#game/economy/ledger-protocol.ts';
import { loadDex } from '#game/pokemon/dex.ts';
import type { MemoryBacking } from '#adapters/memory/backing.ts';
import { createRig, type Rig } from '../kit-rig.ts';
import { inProcessRules } from '../in-process-rules.ts';
import { fakeDesk } from './fake-desk.ts';

/** People at a desk over the production kit, in memory, on a virtual clock. */
export interface Playing {
  readonly rig: Rig;
  readonly desk: Desk;
  /** What went wrong beside the commands. */
  readonly troubles: readonly unknown[];
  /** Lets virtual time pass until the work is done. */
  finish<T>(work: Promise<T>): Promise<T>;
  outcome(name: string, text: string, key?: string): Promise<Outcome>;
  /** Runs a command that must succeed. */
  run(name: string, text: string, key?: string): Promise<Panel>;
  /** Code of a command that must be refused; `ok` when it was not. */
  codeOf(name: string, text: string, key?: string): Promise<string>;
  press(name: string, control: Control, values?: readonly string[]): Promise<Outcome>;
  submit(name: string, panel: Panel, fields: Readonly<Record<string, string>>): Promise<Outcome>;
  /** Runs a command and presses Confirm. */
  confirm(name: string, text: string): Promise<Panel>;
  suggest(name: string, command: string, option: string, partial?: string): Promise<readonly Choice[]>;
  idOf(name: string): string;
  /** Mints something for a person, as an event of the game would. */
  grant(name: string, what: { coins: number } | { item: string; quantity: number }): Promise<void>;
  /** Waits until followers have caught up. */
  settle(): Promise<void>;
}

/** The control of that label, or the only select. */
export const controlOf = (panel: Panel, label: string): Control => {
  const found = panel.controls
    ?.flat()
    .find((control) => (control.kind === 'button' ? control.label === label : label === 'select'));
  if (found === undefined) throw new Error(`no control ${label} on ${panel.title}`);
  return found;
};

/** The value of a field of a panel. */
export const fieldOf = (panel: Panel, name: string): string | undefined =>
  panel.fields?.find((one) => one.name === name)?.value;

const callerOf = (name: string) => ({
  provider: 'test',
  externalId: name,
  name,
  realm: 'home',
  scope: 'g1',
  roles: new Set(['member'] as const),
});

const ok = ({ panel, error }: Outcome, what: string): Panel => {
  if (error !== undefined) throw new Error(`${what}: ${error.code} ${error.message}`);
  return panel;
};

/** A form that is opened has the fields that its handler takes, else nobody could submit it. */
const heldToItsForm = ({ deps, tree }: Desk, { modal }: Panel): void => {
  const { feature = '', verb = '' } = deps.customIds.decode(modal?.customId ?? '') ?? {};
  const component = tree.component(feature, verb);
  if (component === undefined || !isForm(component)) throw new Error(`${feature}.${verb} is no form`);
  const shown = (modal?.fields ?? []).map(({ id }) => id).join();
  if (shown !== component.fields.join()) {
    throw new Error(`${feature}.${verb} shows ${shown} and takes ${component.fields.join()}`);
  }
};

/** Opens a desk with these commands, on the data of `backing` when it is given. */
export const play = async (
  commands: readonly CommandDefinition[],
  components: readonly ComponentDefinition[],
  backing?: MemoryBacking,
): Promise<Playing> => {
  // a file takes real time, in which virtual time would run past every deadline
  await loadDex();
  const troubles: unknown[] = [];
  const trouble = (error: unknown): number => troubles.push(error);
  const bus = new Bus((_name, error) => trouble(error), asapScheduler);
  const rig = await createRig({
    kinds: KINDS,
    followers: FOLLOWERS,
    bus,
    ...(backing === undefined ? {} : { backing }),
  });
  const { clock, engine } = rig;
  const battles = new BattleClock({ engine, clock, onError: trouble });
  void battles.start(bus, () => Promise.resolve([]));
  const matchRules = inProcessRules();
  const matches = new Referee({ engine, rules: matchRules, clock, onError: trouble });
  matches.start(bus, () => matchesUnderWay(engine));
  const mintKey = (): string => mintNonce({ nowMs: clock.nowMs() });
  const base = fakeDesk(commands, components);
  const people = new People(identityBook(engine, mintKey), base.directory, Buffer.alloc(32, 7));
  const guilds = new GuildBook(engine, clock, Buffer.alloc(32, 7));
  guilds.follow(bus);
  const erase = async (userId: string): Promise<void> => {
    await engine.erase(userId);
    people.forget(userId);
  };
  const desk: Desk = {
    ...base,
    deps: { ...base.deps, engine, views: engine.views, clock, erase, guilds, battles, matches, matchRules },
    people,
    // what the house has keeps its roles, what a test brings is for members
    access: {
      commands: { ...base.access.commands, ...ACCESS.commands },
      controls: { ...base.access.controls, ...ACCESS.controls },
      routes: {},
    },
    mintKey,
    mintedMsOf: nonceTimeMs,
  };
  const finish = async <T>(work: Promise<T>): Promise<T> => {
    const progress = { isDone: false };
    const end = work.finally(() => {
      progress.isDone = true;
    });
    for (let turn = 0; turn < 200 && !progress.isDone; turn += 1) await rig.pass(50);
    return end;
  };
  const idOf = (name: string): string => {
    const [id] = base.directory.called(name);
    if (id === undefined) throw new Error(`nobody is called ${name}`);
    return id;
  };
  const playing: Playing = {
    rig,
    desk,
    troubles,
    finish,
    idOf,
    outcome: (name, text, key) =>
      finish(executeCommand(desk, { caller: callerOf(name), text, ...(key === undefined ? {} : { key }) })),
    run: async (name, text, key) => ok(await playing.outcome(name, text, key), text),
    codeOf: async (name, text, key) => (await playing.outcome(name, text, key)).error?.code ?? 'ok',
    press: (name, control, values = []) =>
      finish(executeComponent(desk, { caller: callerOf(name), customId: control.customId, values })),
    submit: (name, panel, fields) => {
      heldToItsForm(desk, panel);
      return finish(
        executeComponent(desk, { caller: callerOf(name), customId: panel.modal?.customId ?? '', fields }),
      );
    },
    confirm: async (name, text) => {
      const panel = await playing.run(name, text);
      return ok(await playing.press(name, controlOf(panel, 'Confirm')), text);
    },
    suggest: (name, command, option, partial = '') =>
      finish(autocomplete(desk, { caller: callerOf(name), command, option, partial })),
    grant: async (name, what) => {
      const legs: Leg[] = [Object.assign({ from: 'mint', to: `u:${idOf(name)}` }, what)];
      const command = { type: 'Transfer', legs, memo: { kind: 'demo' } } as const;
      await finish(engine.ask(ledger, { realm: 'home', id: '0' }, command, rig.call()));
    },
    settle: () => finish(engine.settled()),
  };
  return playing;
};

/** Ends a game. @throws Error when anything went wrong inside */
export const endGame = ({ rig, troubles }: Playing): void => {
  rig.engine.kill();
  const wrong = [...rig.alarms, ...troubles];
  if (wrong.length > 0) throw new Error('something went wrong', { cause: wrong });
};

/** The battle that a panel is about. */
export const battleIdOf = ({ footer }: Panel): string => /Battle ([a-z0-9]+)/.exec(footer ?? '')?.[1] ?? '';

/** Presses a control by its label and waits until all that follows is done. @throws Error when it is refused */
export const pressIn = async (game: Playing, name: string, panel: Panel, label: string): Promise<Panel> => {
  const { panel: answer, error } = await game.press(name, controlOf(panel, label));
  if (error !== undefined) throw new Error(`${label}: ${error.code} ${error.message}`);
  await game.settle();
  return answer;
};
