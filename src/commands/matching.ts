import type { Choice } from './define-command.ts';

/** Discord and the page show no more. */
export const CHOICES_MAX = 25;

/** Choices that hold what was typed, in label or value, at most {@link CHOICES_MAX}. */
export const matching = (choices: readonly Choice[], partial: string): readonly Choice[] => {
  const wanted = partial.toLowerCase();
  const fits = ({ label, value }: Choice): boolean =>
    label.toLowerCase().includes(wanted) || value.toLowerCase().includes(wanted);
  return choices.filter(fits).slice(0, CHOICES_MAX);
};
