import { terminalOutput } from './data-tool/output.ts';
import { runMigrate } from './migrate-tool/run.ts';

process.exitCode = await runMigrate(process.argv.slice(2), process.env, terminalOutput());
