import { terminalOutput } from './data-tool/output.ts';
import { runVerify } from './verify-tool/run.ts';

process.exitCode = await runVerify(process.argv.slice(2), terminalOutput());
