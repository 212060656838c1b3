import { terminalOutput } from './data-tool/output.ts';
import { runData } from './data-tool/run.ts';

process.exitCode = await runData(process.argv.slice(2), process.env, terminalOutput());
