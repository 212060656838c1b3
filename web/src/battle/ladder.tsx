import { type LadderRules, LADDERS } from './battle-api.ts';
import { HallCommand } from './hall-command.tsx';
import { RatingLine } from './rating-line.tsx';
import type { LadderPlace } from './wire.ts';

/** The best of a ladder. */
export const Ladder = ({ ladder }: { ladder: readonly LadderPlace[] | undefined }) => {
  if (ladder === undefined) return <p class="empty">Asking…</p>;
  if (ladder.length === 0) {
    return (
      <p class="empty">
        Nobody has a rating yet: it takes a battle between two people at even levels.{' '}
        <HallCommand line="/battle challenge" />
      </p>
    );
  }
  return (
    <table class="ladder">
      <thead>
        <tr>
          <th scope="col" class="right">
            #
          </th>
          <th scope="col">Who</th>
          <th scope="col" class="right">
            Rating
          </th>
          <th scope="col" class="right">
            Won
          </th>
          <th scope="col" class="right">
            Lost
          </th>
        </tr>
      </thead>
      <tbody>
        {ladder.map((place) => (
          <tr key={place.userId}>
            <td class="right">{place.rank}</td>
            <td>
              {place.name}
              <RatingLine course={place.course} />
            </td>
            <td class="right">
              {place.rating} <small class="unbroken">± {place.deviation}</small>
            </td>
            <td class="right">{place.wins}</td>
            <td class="right">{place.losses}</td>
          </tr>
        ))}
      </tbody>
    </table>
  );
};

const LADDER_NAMES: Readonly<Record<LadderRules, string>> = { cross: 'Any fighter', pokemon: 'Pokémon' };

/** Switches between the ladders. */
export const LadderSwitch = ({
  rules,
  onRules,
}: {
  rules: LadderRules;
  onRules: (rules: LadderRules) => void;
}) => (
  <fieldset class="ladder-switch">
    <legend class="unseen">Which ladder</legend>
    {LADDERS.map((one) => (
      <label key={one} class={one === rules ? 'current' : ''}>
        <input
          type="radio"
          name="ladder"
          class="unseen"
          checked={one === rules}
          onChange={() => onRules(one)}
        />
        {LADDER_NAMES[one]}
      </label>
    ))}
  </fieldset>
);
