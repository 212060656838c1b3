import { runData } from '#app/data-tool/run.ts';

/** What the data tool said. */
export interface DataAnswer {
  readonly code: number;
  readonly text: string;
  readonly problems: string;
}

/** Runs the data tool in this process. */
export const dataTool = async (
  env: Readonly<Record<string, string>>,
  ...args: readonly string[]
): Promise<DataAnswer> => {
  const lines: string[] = [];
  const problems: string[] = [];
  const code = await runData(args, env, {
    line: (text) => lines.push(text),
    problem: (text) => problems.push(text),
    progress: () => undefined,
  });
  return { code, text: lines.join('\n'), problems: problems.join('\n') };
};
