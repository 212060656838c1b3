import { chooseScenario } from './harness/choose.ts';
import { linesOf, reportOf, writeChart, writeJson } from './harness/report.ts';
import { FLAGS, UsageError } from './harness/settings.ts';
import { Stage } from './harness/stage.ts';
import { SCENARIOS } from './list.ts';

/** Lists scenarios or runs one. Ends with 0 when it passed, 1 when it failed, 2 when it was not understood. */
const main = async (args: readonly string[]): Promise<number> => {
  const chosen = chooseScenario(args);
  if (chosen === undefined) {
    const width = Math.max(...SCENARIOS.map((scenario) => scenario.name.length));
    for (const scenario of SCENARIOS) console.log(`${scenario.name.padEnd(width)}  ${scenario.summary}`);
    console.log(`\nnpm run scenario -- NAME ${FLAGS}`);
    return 0;
  }
  const { scenario, settings } = chosen;
  const stage = new Stage(process.stdout);
  stage.say(`${scenario.name}: ${scenario.summary}`);
  await scenario.run(settings, stage);
  const report = reportOf(scenario.name, settings.seed, stage);
  for (const line of linesOf(report, stage.failures)) stage.say(line);
  if (settings.json !== undefined) writeJson(settings.json, report);
  if (settings.chart !== undefined) await writeChart(settings.chart, scenario.name, stage);
  return report.ok ? 0 : 1;
};

try {
  // a scenario may leave timers of a service behind that it has killed
  process.exit(await main(process.argv.slice(2)));
} catch (error) {
  if (!(error instanceof UsageError)) throw error;
  console.error(error.message);
  process.exit(2);
}
