import { type CommandContext, type ComponentDefinition, defineComponent } from '#commands/define-command.ts';
import { mintNonce } from '#commands/nonce.ts';
import type { Button, Panel, Select } from '#commands/panel.ts';
import { refuse } from '#commands/rejected.ts';
import type { BoxView } from '#game/pokemon/trainer-reads.ts';
import { askTrainer, labelOf, readBox } from './box-desk.ts';
import { subjectOf, WHOLE_BOX } from './box-page.ts';

/** Characters that a control's subject has for ids. */
const SUBJECT_MAX = 30;

const digitsOf = (monId: string): string => Number(monId.slice(1)).toString(36);

/** Characters that each of these ids takes: those of the largest. */
const widthOf = (monIds: readonly string[]): number =>
  Math.max(1, ...monIds.map((monId) => digitsOf(monId).length));

/** Ids as one subject without gaps, each in as many characters as the control's revision says. */
const packed = (monIds: readonly string[], width: number): string =>
  monIds.map((monId) => digitsOf(monId).padStart(width, '0')).join('');

/** The ids of a subject. */
const unpacked = (subject: string, width: number): readonly string[] => {
  const ids: string[] = [];
  for (let at = 0; at + width <= subject.length; at += Math.max(1, width)) {
    ids.push(`m${Number.parseInt(subject.slice(at, at + width), 36)}`);
  }
  return ids;
};

const controlId = (context: CommandContext, verb: string, entity = '-', revision = 0): string =>
  context.deps.customIds.encode({
    feature: 'pokemon',
    verb,
    entity,
    revision,
    owner: context.userId,
    nonce: mintNonce(context),
  });

const backButton = (context: CommandContext): Button => ({
  kind: 'button',
  customId: controlId(context, 'box', subjectOf(WHOLE_BOX)),
  label: 'Back to the box',
  style: 'secondary',
  disabled: false,
});

/** A choice of several loaners of a page to let go, as its row; none where there are none. */
export const releaseSelect = (
  context: CommandContext,
  page: readonly BoxView[],
): readonly (readonly Select[])[] => {
  const loaners = page.filter(({ isLoaner }) => isLoaner).slice(0, 25);
  if (loaners.length === 0) return [];
  const most = Math.floor(SUBJECT_MAX / widthOf(loaners.map(({ monId }) => monId)));
  return [
    [
      {
        kind: 'select',
        customId: controlId(context, 'release'),
        placeholder: 'Let some go',
        options: loaners.map((one) => ({ label: labelOf(one), value: one.monId, description: one.monId })),
        max: Math.min(most, loaners.length),
        disabled: false,
      },
    ],
  ];
};

const gone = (): never =>
  refuse({ code: 'E_GONE', message: 'These are not in your box any more. `/pokemon box` shows who is.' });

/** Asks whether those that were chosen may go. */
export const releaseChoice: ComponentDefinition = defineComponent({
  feature: 'pokemon',
  verb: 'release',
  run: async ({ values }, context): Promise<Panel> => {
    const box = await readBox(context);
    const leaving = box.filter(({ monId, isLoaner }) => isLoaner && values.includes(monId));
    if (leaving.length === 0 || leaving.length < values.length) return gone();
    const monIds = leaving.map(({ monId }) => monId);
    const width = widthOf(monIds);
    return {
      title: leaving.length === 1 ? 'Let it go?' : `Let ${leaving.length} go?`,
      tone: 'warn',
      text: `${leaving.map(labelOf).join('\n')}\n\nA loaner comes back by importing it again.`,
      controls: [
        [
          {
            kind: 'button',
            customId: controlId(context, 'let-go', packed(monIds, width), width),
            label: leaving.length === 1 ? 'Let it go' : `Let ${leaving.length} go`,
            style: 'danger',
            disabled: false,
          },
          backButton(context),
        ],
      ],
      ephemeral: true,
    };
  },
});

/** Lets them go. What it answers follows from the control alone, so that a second press reads the same. */
export const letGo: ComponentDefinition = defineComponent({
  feature: 'pokemon',
  verb: 'let-go',
  run: async ({ entity, revision }, context): Promise<Panel> => {
    const monIds = unpacked(entity, revision);
    await askTrainer(context, { type: 'Release', monIds });
    return {
      title: monIds.length === 1 ? 'Released' : `${monIds.length} released`,
      tone: 'good',
      text: 'A loaner comes back by importing it again.',
      controls: [[backButton(context)]],
      ephemeral: true,
    };
  },
});
