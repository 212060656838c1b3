import { type Caller, type Desk } from '#commands/desk.ts';
import { executeCommand, executeComponent } from '#commands/execute.ts';
import { type Button, type Panel } from '#commands/panel.ts';

/** One step of the story: who says what; `confirm` presses the first green button of the answer. */
interface DemoStep {
  readonly persona: string;
  readonly text: string;
  readonly confirm?: true;
}

/** What the personas have done before the first visitor comes, so that the page is alive at first sight. */
const STORY: readonly DemoStep[] = [
  { persona: 'zezima', text: '/eco daily' },
  { persona: 'zezima', text: '/pet adopt species:lanternfox name:Cinder', confirm: true },
  { persona: 'misty', text: '/eco daily' },
  { persona: 'misty', text: '/pet adopt species:brookpup name:Ripple', confirm: true },
  { persona: 'brock', text: '/eco daily' },
  { persona: 'ash', text: '/eco daily' },
  { persona: 'zezima', text: '/eco pay user:misty amount:125 note:"For the berries"', confirm: true },
  { persona: 'misty', text: '/eco pay user:ash amount:60', confirm: true },
  { persona: 'brock', text: '/eco pay user:zezima amount:200', confirm: true },
];

const confirmButton = (panel: Panel): Button | undefined =>
  panel.controls
    ?.flat()
    .find(
      (control): control is Button =>
        control.kind === 'button' && control.style === 'success' && !control.disabled,
    );

/**
 * Plays the story through the same desk as every visitor. Each step has a fixed key, so a second start repeats nothing.
 * Returns what each step answered, for the log of a test.
 */
export const tellDemoStory = async (
  desk: Desk,
  callerOf: (persona: string) => Caller | undefined,
): Promise<readonly string[]> => {
  const answers: string[] = [];
  for (const [index, { persona, text, confirm }] of STORY.entries()) {
    const caller = callerOf(persona);
    if (caller === undefined) continue;
    const asked = await executeCommand(desk, { caller, text, key: `demo${index}` });
    const button = confirm === true && asked.error === undefined ? confirmButton(asked.panel) : undefined;
    const answered =
      button === undefined ? asked : await executeComponent(desk, { caller, customId: button.customId });
    answers.push(`${persona} ${text}: ${answered.error?.code ?? 'ok'}`);
  }
  return answers;
};
