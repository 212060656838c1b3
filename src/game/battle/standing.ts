import type { Standing } from './cross/v1/sheet.ts';

export { unpack as standingOf } from './cross/v1/reference-parts.ts';

/** What a side does without an order, in words. */
export const standingText = ({ focus, healBelow, cure, switching }: Standing): string =>
  [
    focus === 0 ? 'attacks with what does most' : `attacks with move ${focus}`,
    healBelow === 0 ? 'never eats' : `eats below ${healBelow} %`,
    cure ? 'cures itself' : 'keeps antidotes',
    switching ? 'brings in who stands better' : 'stays on the field',
  ].join(', ');
