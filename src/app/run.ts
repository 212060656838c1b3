import { Fault } from '#ports/fault.ts';
import { ConfigError, isGatewayAlone, readConfig } from './config.ts';
import { isRefusal } from './discord/is-refusal.ts';

/** The part of `process` that the start needs. */
type Host = Pick<NodeJS.Process, 'env' | 'stdout' | 'stderr' | 'on' | 'once' | 'exit'>;

/** Runs the service until it is told to stop; a start that cannot be says why in one line and ends with 1. */
export const run = async (host: Host): Promise<void> => {
  try {
    const config = readConfig(host.env);
    if (isGatewayAlone(config)) {
      // without all that it does not need, it is back within a moment
      const { runGateway } = await import('./discord/gateway-process.ts');
      await runGateway(host, config);
    } else {
      const { runService } = await import('./run-service.ts');
      await runService(host, config);
    }
  } catch (error) {
    host.stderr.write(`${explain(error)}\n`);
    host.exit(1);
  }
};

/** One line that says what is wrong and what to do. */
const explain = (error: unknown): string => {
  if (error instanceof ConfigError || error instanceof Fault || isRefusal(error)) return error.message;
  const { code, port, address, message, stack } = error as NodeJS.ErrnoException & {
    port?: number;
    address?: string;
  };
  if (code === 'EADDRINUSE') {
    return `Port ${port} on ${address} is in use: stop the other program, or set GUILDHALL_PORT to a free one (0 takes any).`;
  }
  if (code === 'EACCES')
    return `Not allowed to listen on ${address}:${port}: set GUILDHALL_PORT to a port above 1023.`;
  if (code === 'EADDRNOTAVAIL' || code === 'ENOTFOUND') {
    return `GUILDHALL_HOST is not an address of this machine (${message}): use 127.0.0.1 or 0.0.0.0.`;
  }
  return `Guildhall could not start: ${stack ?? message}`;
};
