import { accessSync, constants } from 'node:fs';
import { delimiter, join } from 'node:path';

const isProgram = (path: string): boolean => {
  try {
    accessSync(path, constants.X_OK);
    return true;
  } catch {
    return false;
  }
};

/** Path of a program: as it is when it is one, else the first of that name on the PATH. */
export const findProgram = (name: string): string | undefined => {
  if (name.includes('/')) return isProgram(name) ? name : undefined;
  return (process.env['PATH'] ?? '')
    .split(delimiter)
    .filter((dir) => dir !== '')
    .map((dir) => join(dir, name))
    .find((path) => isProgram(path));
};
