import { createHash } from 'node:crypto';
import type { Caller, Desk } from '#commands/desk.ts';
import { executeCommand, executeComponent } from '#commands/execute.ts';
import type { Button, Panel } from '#commands/panel.ts';

/** One step of the story: who says what; `confirm` presses the first green button of the answer. */
interface DemoStep {
  readonly persona: string;
  readonly text: string;
  readonly confirm?: true;
}

const offer = (persona: string, text: string): DemoStep => ({ persona, text, confirm: true });

/**
 * What the personas have done before the first visitor comes, so that the page is alive at first sight. Ash's daily and
 * his first pet are left to the visitor.
 */
const STORY: readonly DemoStep[] = [
  { persona: 'zezima', text: '/eco daily' },
  offer('zezima', '/pet adopt species:lanternfox name:Cinder'),
  { persona: 'zezima', text: '/profile link service:osrs name:zezima' },
  { persona: 'misty', text: '/eco daily' },
  offer('misty', '/pet adopt species:brookpup name:Ripple'),
  { persona: 'brock', text: '/eco daily' },
  offer('brock', '/pet adopt species:cobblemole name:Pebble'),
  offer('zezima', '/eco pay user:misty amount:125 note:"For the berries"'),
  offer('misty', '/eco buy item:honeyberry quantity:2'),
  { persona: 'misty', text: '/pet feed item:honeyberry' },
  offer('misty', '/eco gift user:ash item:honeyberry'),
  offer('misty', '/eco pay user:ash amount:60 note:"You forgot your change"'),
  offer('brock', '/eco buy item:woolball'),
  { persona: 'brock', text: '/pet play' },
  offer('brock', '/eco pay user:zezima amount:200'),
  offer('zezima', '/eco gift user:brock item:crunchroot'),
  offer('zezima', '/pet expedition start route:meadow hours:8'),
  offer('misty', '/pet expedition start route:shore hours:2'),
  { persona: 'misty', text: '/pokemon start starter:squirtle' },
];

const confirmButton = (panel: Panel): Button | undefined =>
  panel.controls
    ?.flat()
    .find(
      (control): control is Button =>
        control.kind === 'button' && control.style === 'success' && !control.disabled,
    );

/** The key of a step: the same at every start, another one as soon as its words change. */
const keyOf = ({ persona, text }: DemoStep, index: number): string =>
  `demo/${index}/${createHash('sha256').update(`${persona}\0${text}`).digest('hex')}`;

/** What became of one step. */
export interface DemoAnswer {
  readonly step: string;
  /** `ok` or an error code. */
  readonly code: string;
}

/**
 * Plays the story through the same desk as every visitor, until `isOver`. Each step has a fixed key, so that a second
 * start repeats nothing. Returns what each step answered.
 */
export const tellDemoStory = async (
  desk: Desk,
  callerOf: (persona: string) => Caller,
  isOver: () => boolean,
): Promise<readonly DemoAnswer[]> => {
  const answers: DemoAnswer[] = [];
  for (const [index, step] of STORY.entries()) {
    if (isOver()) break;
    const caller = callerOf(step.persona);
    const asked = await executeCommand(desk, { caller, text: step.text, key: keyOf(step, index) });
    const button =
      step.confirm === true && asked.error === undefined ? confirmButton(asked.panel) : undefined;
    const answered =
      button === undefined ? asked : await executeComponent(desk, { caller, customId: button.customId });
    answers.push({ step: `${step.persona} ${step.text}`, code: answered.error?.code ?? 'ok' });
  }
  return answers;
};
