import type { AnyKind } from '#actors/kit/define-entity.ts';
import type { CustomIds } from './custom-id.ts';
import { defineComponent, type ComponentDefinition } from './define-command.ts';
import type { Button, Panel } from './panel.ts';
import { refuse } from './rejected.ts';
import type { Asked } from './recording-engine.ts';

const FEATURE = 'check';

/** How a command id's key is written into a control's nonce; the number goes where the revision is. */
const NONCE = 0;
const HASHED = 1;
const SNOWFLAKE = 2;
const FILLED_IN = 3;

/** Marks in front of keys that are hashes, by how they are written. */
const MARKS: Readonly<Record<string, number>> = { 'h-': HASHED, 'f-': FILLED_IN };

/**
 * The button that asks the log what became of a command whose outcome is unknown: same command id, runs nothing.
 * `undefined` when the id does not fit into a custom id.
 */
export const checkButton = (customIds: CustomIds, asked: Asked): Button | undefined => {
  const form = /^([a-z0-9]{1,14})\/([hf]-)?([a-z0-9]{1,20})(?:\.([a-z0-9]+))?$/.exec(asked.commandId);
  if (form === null) return undefined;
  const [, owner = '', mark = '', key = '', step] = form;
  const snowflake = mark === '' && key.length > 14;
  if (snowflake && !/^\d{15,20}$/.test(key)) return undefined;
  const verb = step === undefined ? asked.kind : `${asked.kind}-${step}`;
  const nonce = snowflake ? BigInt(key).toString(36) : key;
  if (verb.length > 14 || nonce.length > 14) return undefined;
  const revision = snowflake ? SNOWFLAKE : (MARKS[mark] ?? NONCE);
  const entity = `${asked.place.realm}-${asked.place.id}`;
  const customId = customIds.encode({ feature: FEATURE, verb, entity, revision, owner, nonce });
  return { kind: 'button', customId, label: 'Check', style: 'primary', disabled: false };
};

const fromBase36 = (text: string): string => {
  let value = 0n;
  for (const digit of text) value = value * 36n + BigInt(Number.parseInt(digit, 36));
  return value.toString();
};

/** The command id written into a Check button. */
export const checkedCommandId = (owner: string, verb: string, revision: number, nonce: string): string => {
  const step = verb.split('-')[1];
  const [mark = ''] = Object.entries(MARKS).find(([, number]) => number === revision) ?? [];
  const key = revision === SNOWFLAKE ? fromBase36(nonce) : `${mark}${nonce}`;
  return `${owner}/${key}${step === undefined ? '' : `.${step}`}`;
};

/** Whether a control is a Check button. */
export const isCheck = (feature: string): boolean => feature === FEATURE;

/** What is shown of a command that is known to be in the log. */
export const WENT_THROUGH: Panel = {
  title: 'It went through',
  tone: 'good',
  text: 'Your command was carried out, once.',
  ephemeral: true,
};

/** The handler of a Check button; its verb says the kind. @throws CommandRejection what the entity said no with */
export const checkComponent = (kinds: ReadonlyMap<string, AnyKind>, verb: string): ComponentDefinition =>
  defineComponent({
    feature: FEATURE,
    verb,
    run: async ({ entity, revision, nonce }, { deps, userId }): Promise<Panel> => {
      const kind = kinds.get(verb.split('-')[0] ?? '');
      const [realm = '', id = ''] = entity.split('-');
      if (kind === undefined) {
        return refuse({ code: 'E_GONE', message: 'This kind of thing is gone. Run the command again.' });
      }
      const commandId = checkedCommandId(userId, verb, revision, nonce);
      const answer = await deps.engine.check(kind, { realm, id }, commandId);
      if (answer?.ok === false) return refuse(answer.rejection);
      if (answer !== undefined) return WENT_THROUGH;
      const again = checkButton(deps.customIds, { kind: kind.kind, place: { realm, id }, commandId });
      return {
        title: 'Nothing yet',
        tone: 'warn',
        text: 'Your command has not been carried out. Check again in a few seconds; if this stays, run it once more.',
        ...(again === undefined ? {} : { controls: [[again]] }),
        ephemeral: true,
      };
    },
  });
