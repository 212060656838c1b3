import { SCENARIOS } from '../list.ts';
import { type Scenario, settingsOf } from './scenario.ts';
import { readArguments, type Settings, type Surface, UsageError } from './settings.ts';

/** A self-test that breaks nothing would pass and say nothing. @throws UsageError */
const refuseToBreak = (
  { name, breaksOn }: Scenario,
  url: string | undefined,
  surface: Surface | undefined,
): void => {
  if (url !== undefined) throw new UsageError(`--break takes a service of the scenario's own, not --url.`);
  if (surface === undefined || breaksOn === undefined || breaksOn.includes(surface)) return;
  throw new UsageError(`--break breaks ${name} on ${breaksOn.join(' or ')} only, not over ${surface}.`);
};

/** The scenario that a command line names and how it is to run; undefined when it names none. @throws UsageError */
export const chooseScenario = (
  args: readonly string[],
): { readonly scenario: Scenario; readonly settings: Settings } | undefined => {
  const { name, asked } = readArguments(args);
  if (name === undefined) return undefined;
  const scenario = SCENARIOS.find((known) => known.name === name);
  if (scenario === undefined) {
    const names = SCENARIOS.map((known) => known.name).join(', ');
    throw new UsageError(`There is no scenario "${name}": it takes ${names}.`);
  }
  const surface = asked.surface ?? (asked.url === undefined ? undefined : 'http');
  if (surface !== undefined && !scenario.surfaces.includes(surface)) {
    throw new UsageError(
      `${scenario.name} runs ${scenario.surfaces.join(' or ')} only, not over ${surface}.`,
    );
  }
  if (asked.isBroken === true) refuseToBreak(scenario, asked.url, surface);
  const { source } = asked;
  if (source !== undefined && scenario.sources?.includes(source) !== true) {
    throw new UsageError(
      `${scenario.name} takes ${scenario.sources === undefined ? 'no --source' : `--source ${scenario.sources.join(' or ')}`}, not "${source}".`,
    );
  }
  return { scenario, settings: settingsOf(scenario, asked) };
};
