import type { CommandContext, CommandOption, Input } from '../define-command.ts';
import { ANYONE } from '../for-all.ts';
import type { Button, Control, Panel, PanelField } from '../panel.ts';
import { refuse } from '../rejected.ts';

/** Most ticks of a battle; no match has more turns. */
const STEP_MAX = 2_000;

/** Where to go in a replay. */
export const stepOptions: readonly CommandOption[] = [
  {
    name: 'turn',
    type: 'integer',
    description: 'Go there: a turn, or a round of 8 ticks; 0 is the start',
    min: 0,
    max: STEP_MAX,
  },
  {
    name: 'tick',
    type: 'integer',
    description: 'Go there: a tick, of a battle that has them',
    min: 0,
    max: STEP_MAX,
  },
  { name: 'log', type: 'boolean', description: 'All that happened, as a text' },
  { name: 'share', type: 'boolean', description: 'Show it to everybody' },
];

/** What somebody wants to see of a replay; nothing of it: what it is about. */
export interface Wanted {
  readonly turn?: number;
  readonly tick?: number;
  readonly isLog: boolean;
  readonly isShared: boolean;
}

/** What the options ask for. @throws CommandRejection E_INPUT when they ask for two things at once */
export const wantedBy = (input: Input): Wanted => {
  const { turn, tick } = input;
  const isLog = input['log'] === true;
  if (typeof turn === 'number' && typeof tick === 'number')
    return refuse({ code: 'E_INPUT', field: 'tick', message: 'Go to a `turn` or to a `tick`, not to both.' });
  if (isLog && (turn !== undefined || tick !== undefined)) {
    return refuse({
      code: 'E_INPUT',
      field: 'log',
      message: 'The log is of the whole battle. Leave `turn` and `tick` out, or `log`.',
    });
  }
  return {
    ...(typeof turn === 'number' ? { turn } : {}),
    ...(typeof tick === 'number' ? { tick } : {}),
    isLog,
    isShared: input['share'] === true,
  };
};

/** Says how far a replay goes. @throws CommandRejection E_INPUT */
export const refuseBeyond = (field: 'turn' | 'tick', last: number): never =>
  refuse({
    code: 'E_INPUT',
    field,
    message: `This battle does not go on for so long: \`${field}\` takes 0 to ${last}.`,
  });

/** Nobody may show to all what its players wanted for themselves. @throws CommandRejection E_CONSENT */
export const refuseSharing = ({ isPrivate }: { readonly isPrivate: boolean }, { isShared }: Wanted): void => {
  if (!isShared || !isPrivate) return;
  refuse({
    code: 'E_CONSENT',
    field: 'share',
    message: 'This battle is private, so it is not shown to everybody. Leave `share` out.',
  });
};

/** The one for whom a panel is drawn: what all can see says “you” to nobody, and all may use its buttons. */
export const drawnFor = (context: CommandContext, { isShared }: Wanted): CommandContext =>
  isShared ? { ...context, userId: ANYONE } : context;

/** Draws a button that goes to a step of a replay, or to something else about it. */
export type PressStep = (verb: string, look: Pick<Button, 'label' | 'disabled'>, step?: number) => Button;

/** Where a replay stands and where one may go from there, in steps of its own: ticks, or turns. */
export interface Standpoint {
  readonly at: number;
  readonly previous: number;
  readonly next: number;
  readonly last: number;
}

const others = (press: PressStep): readonly Control[] => [
  press('log', { label: 'Log', disabled: false }),
  press('verify', { label: 'Verify', disabled: false }),
];

const goBy =
  (press: PressStep, at?: number) =>
  (label: string, step: number): Button =>
    press('step', { label, disabled: step === at }, step);

/** The ways from one step to others, and what else there is to see of a replay. */
export const stepControls = (
  press: PressStep,
  { at, previous, next, last }: Standpoint,
): readonly (readonly Control[])[] => {
  const go = goBy(press, at);
  return [[go('First', 0), go('Previous', previous), go('Next', next), go('Last', last)], others(press)];
};

/** The ways into a replay. */
export const entryControls = (press: PressStep, last: number): readonly (readonly Control[])[] => {
  const go = goBy(press);
  return [[go('First', 0), go('Last', last), ...others(press)]];
};

/** Where the page shows it to anybody; nothing while the page has no address of its own, or where only two may look. */
export const linkFields = (
  { deps }: CommandContext,
  { id, isPrivate }: { readonly id: string; readonly isPrivate: boolean },
  step: number,
): readonly PanelField[] => {
  const { publicUrl } = deps.service;
  if (publicUrl === undefined || isPrivate) return [];
  return [{ name: 'Link', value: new URL(`/#/battles/${id}?tick=${step}`, publicUrl).href }];
};

/** What a log is made of, whichever rules the battle was played by. */
interface Log {
  readonly text: string;
  readonly sides: PanelField;
  readonly rules: string;
  /** What the lines are counted by. */
  readonly unit: 'Turn' | 'Tick';
  readonly lines: readonly (readonly [at: number, text: string])[];
  readonly press: PressStep;
}

/** All that happened, line by line, with the way back to the replay. `context`: of the one for whom it is drawn. */
export const logPanelOf = (
  context: CommandContext,
  view: Parameters<typeof linkFields>[1],
  { isShared }: Wanted,
  { text, sides, rules, unit, lines, press }: Log,
): Panel => ({
  title: 'Log of a battle',
  text,
  fields: [sides, { name: 'Rules', value: `\`${rules}\``, inline: true }, ...linkFields(context, view, 0)],
  tables: [
    {
      columns: [{ label: unit, align: 'right' }, { label: 'What happened' }],
      rows: lines.map(([at, line]) => [String(at), line]),
    },
  ],
  controls: [[press('replay', { label: 'Replay', disabled: false })]],
  footer: `Battle ${view.id}`,
  ephemeral: !isShared,
});
