import { runData } from '#app/data-tool/run.ts';

/** What `npm run data -- verify` says of a data directory in which no service runs. */
export const verifiedData = async (dir: string): Promise<string> => {
  const lines: string[] = [];
  const say = (text: string): void => void lines.push(text);
  await runData(
    ['verify'],
    { GUILDHALL_DATA_DIR: dir },
    { line: say, problem: say, progress: () => undefined },
  );
  return lines.join('\n');
};
