import type { BattleEvent } from './v1/battle.ts';
import { PROTECTIONS, type Setup } from './v1/setup.ts';

const ENDINGS: Readonly<Record<Extract<BattleEvent, { type: 'end' }>['result'], string>> = {
  won: 'Side 2 has fallen. Side 1 wins!',
  lost: 'Side 1 has fallen.',
  draw: 'Nobody wins.',
  fled: 'Side 1 got away.',
};

const blow = (
  setup: Setup,
  { side, isHit, damage, isProtected }: Extract<BattleEvent, { type: 'attack' }>,
): string => {
  const who = side === 0 ? 'Side 1' : setup.monster.name;
  if (!isHit) return `${who} missed.`;
  if (isProtected) return `${who} hit, but a prayer kept it away.`;
  return `${who} hit for ${damage}.`;
};

/** An event of a hunt as a sentence. */
export const tellHunt = (setup: Setup, tick: number, event: BattleEvent): string => {
  const told = (text: string): string => `Tick ${tick}: ${text}`;
  switch (event.type) {
    case 'attack':
      return told(blow(setup, event));
    case 'ate':
      return told(`Side 1 ate and got ${event.healed} HP back; ${event.left} left.`);
    case 'form':
      return told(`Side 1 took **${setup.player.forms[event.form]?.name ?? 'something else'}**.`);
    case 'protection': {
      const style = PROTECTIONS[event.protection];
      return told(style === undefined ? 'Side 1 protects no more.' : `Side 1 protects from ${style}.`);
    }
    case 'fleeing':
      return told('Side 1 turns to flee.');
    case 'end':
      return told(ENDINGS[event.result]);
  }
};
