import type { Panel, PanelTable } from '#commands/panel.ts';
import { type Expectation, TICK_SECONDS } from '#game/battle/osrs/formulas.ts';
import { killSpread } from '#game/battle/osrs/kill-spread.ts';
import { type Buffs, dpsOf, dpsOn } from '#game/osrs/dps.ts';
import type { Kit } from '#game/osrs/loadout.ts';
import type { Monster } from '#game/osrs/monsters.ts';
import type { Levels } from '#game/osrs/skills.ts';

/** What can help, by what is typed. */
export const BUFFS: Readonly<Record<string, Buffs>> = {
  none: { potion: false, prayer: false },
  potion: { potion: true, prayer: false },
  prayer: { potion: false, prayer: true },
  both: { potion: true, prayer: true },
};

/** Shares of all kills, in percent, whose time is shown. */
const SHARES = [10, 25, 50, 75, 90, 99] as const;

const MINUTE_S = 60;
/** Longer times are told in minutes, and longer ones still in hours. */
const SECONDS_UP_TO = 10 * MINUTE_S;
const MINUTES_UP_TO = 180 * MINUTE_S;

const percent = (share: number): string => `${(share * 100).toFixed(2)} %`;

const timeText = (seconds: number | null): string => {
  if (seconds === null) return 'never';
  if (seconds <= SECONDS_UP_TO) return `${seconds.toFixed(1)} s`;
  return seconds <= MINUTES_UP_TO
    ? `${(seconds / MINUTE_S).toFixed(1)} min`
    : `${(seconds / MINUTE_S / 60).toFixed(1)} h`;
};

/** What is asked: who with what against whom. */
export interface DpsQuestion {
  readonly levels: Levels;
  readonly kit: Kit;
  readonly monster: Monster;
  readonly buffs: Buffs;
}

/** In how many attacks, and how long, which share of all kills is over. */
const spreadTable = ({ kit, monster }: DpsQuestion, { maxHit, accuracy }: Expectation): PanelTable => {
  const spread = killSpread(monster.hitpoints, maxHit, accuracy);
  return {
    caption: 'How long kills take',
    columns: [
      { label: 'Of all kills' },
      { label: 'Attacks, at most', align: 'right' },
      { label: 'Time, at most', align: 'right' },
    ],
    rows: SHARES.map((share) => {
      const attacks = spread.attacksFor(share / 100);
      return [
        `${share} %`,
        attacks.toLocaleString('en-US'),
        timeText(attacks * kit.speedTicks * TICK_SECONDS),
      ];
    }),
  };
};

const helpText = ({ kit }: DpsQuestion, { potion, prayer }: Buffs): string => {
  const helped = [
    ...(potion ? ['potions'] : []),
    ...(prayer ? [kit.prayer?.name ?? 'no prayer chosen for this style'] : []),
  ];
  return helped.length === 0 ? 'no help' : helped.join(' and ');
};

/** What each help would bring, used or not. */
const helpTable = (question: DpsQuestion): PanelTable => {
  const { levels, kit, monster } = question;
  return {
    caption: 'With and without help',
    columns: [
      { label: 'Help' },
      { label: 'Max hit', align: 'right' },
      { label: 'Accuracy', align: 'right' },
      { label: 'DPS', align: 'right' },
      { label: 'Time to kill', align: 'right' },
    ],
    rows: Object.values(BUFFS).map((help) => {
      const { maxHit, accuracy, dps, ttkSeconds } = dpsOn(levels, kit, monster, help);
      return [
        helpText(question, help),
        String(maxHit),
        percent(accuracy),
        dps.toFixed(3),
        timeText(ttkSeconds),
      ];
    }),
  };
};

/** Accuracy, damage, and how long a kill takes: on average, spread, and with other help. */
export const dpsPanel = (question: DpsQuestion): Panel => {
  const { levels, kit, monster, buffs } = question;
  const ours = dpsOn(levels, kit, monster, buffs);
  const theirs = dpsOf(levels, kit, monster, buffs);
  const help = buffs.potion || buffs.prayer ? `, with ${helpText(question, buffs)}` : '';
  return {
    title: `${kit.spell?.name ?? kit.weaponName} against ${monster.name}`,
    text: `Level ${monster.combatLevel}, ${monster.hitpoints} hitpoints. An attack every ${kit.speedTicks} ticks, ${kit.stance}${help}.`,
    fields: [
      { name: 'Accuracy', value: percent(ours.accuracy), inline: true },
      { name: 'Max hit', value: String(ours.maxHit), inline: true },
      { name: 'DPS', value: ours.dps.toFixed(3), inline: true },
      {
        name: 'Attacks to kill',
        value: ours.hitsToKill === null ? 'never' : ours.hitsToKill.toFixed(1),
        inline: true,
      },
      { name: 'Time to kill', value: timeText(ours.ttkSeconds), inline: true },
      {
        name: 'It hits back',
        value: `${percent(theirs.accuracy)}, up to ${monster.maxHit}, ${theirs.dps.toFixed(3)} DPS`,
      },
    ],
    tables: [...(ours.accuracy > 0 ? [spreadTable(question, ours)] : []), helpTable(question)],
    footer: 'Base formulas of the wiki; effects of single items are not in it',
    ephemeral: true,
  };
};
