import { terminalOutput } from './data-tool/output.ts';
import { runData } from './data-tool/run.ts';

// who reads only the beginning (head) has heard enough
process.stdout.on('error', (error: NodeJS.ErrnoException) => {
  if (error.code !== 'EPIPE') throw error;
});
process.exitCode = await runData(process.argv.slice(2), process.env, terminalOutput());
