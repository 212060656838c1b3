import { run } from './actions.ts';
import { session } from './session.ts';
import { useSignal } from './signal.ts';
import type { CommandInfo } from './wire.ts';

/** Commands worth a first click, with what they do for a newcomer. */
const FIRST_STEPS = [
  { name: 'pet adopt', says: 'Adopt a pet of your own', full: true },
  { name: 'eco balance', says: 'Look into your purse' },
  { name: 'eco pay', says: 'Pay a friend' },
  { name: 'pet view', says: 'See how your pet feels' },
  { name: 'help', says: 'Find every command' },
] as const;

/** The line that a step sends, one of the command's own examples: each is runnable as it stands. */
const lineOf = (command: CommandInfo, full: boolean): string => {
  const examples = command.examples.toSorted((a, b) => a.length - b.length);
  return (full ? examples.at(-1) : examples[0]) ?? `/${command.name}`;
};

/** The one-click commands, as far as the service has them. */
const Suggestions = () => {
  const commands = useSignal(session.commands);
  const steps = FIRST_STEPS.flatMap((step) => {
    const command = commands.find((one) => one.name === step.name);
    return command === undefined ? [] : [{ ...step, line: lineOf(command, 'full' in step) }];
  });
  return (
    <ul class="suggestions">
      {steps.map((step) => (
        <li key={step.name}>
          <button type="button" title={step.line} onClick={() => void run(step.line)}>
            <code>/{step.name}</code>
            <span>{step.says}</span>
          </button>
        </li>
      ))}
    </ul>
  );
};

/** What a newcomer sees at the top of the log. */
export const Welcome = () => (
  <section class="welcome">
    <h1>Welcome to the hall</h1>
    <p>
      Every command of Guildhall, without Discord, on this machine. Pick whom to be, type <kbd>/</kbd> for all
      commands, or begin here:
    </p>
    <Suggestions />
  </section>
);
