import {
  MongoBulkWriteError,
  MongoError,
  MongoNetworkError,
  MongoServerSelectionError,
  type WriteError,
} from 'mongodb';
import { Fault } from '#ports/fault.ts';

/** Error codes of the server. Source: https://github.com/mongodb/mongo/blob/master/src/mongo/base/error_codes.yml */
export const SERVER_CODE = {
  unauthorized: 13,
  authenticationFailed: 18,
  maxTimeExpired: 50,
  notEnoughSpace: 14_031,
  documentValidationFailed: 121,
  ingressOverloaded: 462,
  keyTooLong: 17_280,
  tooLarge: 10_334,
  duplicateKey: 11_000,
  fileSystemFull: 39,
} as const;

/** Number that the server gave an error; `undefined` when it came from elsewhere. */
export const codeOf = (error: unknown): number | undefined =>
  error instanceof MongoError && typeof error.code === 'number' ? error.code : undefined;

/** The same key is there already. */
export const isDuplicate = (error: unknown): boolean => codeOf(error) === SERVER_CODE.duplicateKey;

/** What kept an insert of many from some of them and nothing from the rest; `undefined`: something else went wrong. */
const writeErrorsOf = (error: unknown): readonly WriteError[] | undefined =>
  error instanceof MongoBulkWriteError && error.result.getWriteConcernError() === undefined
    ? [error.writeErrors].flat()
    : undefined;

/** An insert of many failed for no other reason than keys that are there already, and the rest is durable. */
export const isOnlyDuplicates = (error: unknown): boolean => {
  const writeErrors = writeErrorsOf(error) ?? [];
  // a line that broke ends the same way, without any
  return writeErrors.length > 0 && writeErrors.every(({ code }) => code === SERVER_CODE.duplicateKey);
};

const textOf = (error: unknown): string =>
  (error instanceof Error ? error.message : String(error)).replaceAll(/\s+/g, ' ').slice(0, 300);

/** Errors of the line itself, which the driver hands through as they are when they come at the wrong moment. */
const LINE_ERRORS: ReadonlySet<unknown> = new Set(['ECONNRESET', 'ECONNREFUSED', 'EPIPE', 'ETIMEDOUT']);

const isLineError = (error: unknown): boolean =>
  error instanceof Error && 'code' in error && LINE_ERRORS.has(error.code);

/** An insert of many that ended without a word about any of them. */
const isUntold = (error: unknown): boolean => writeErrorsOf(error)?.length === 0;

/** The server was not reached, or the connection to it broke. */
export const isOutOfReach = (error: unknown): boolean =>
  isLineError(error) ||
  isUntold(error) ||
  error instanceof MongoNetworkError ||
  error instanceof MongoServerSelectionError ||
  (error instanceof MongoError &&
    (error.name === 'MongoPoolClearedError' ||
      error.name === 'MongoNotConnectedError' ||
      error.hasErrorLabel('RetryableWriteError') ||
      error.hasErrorLabel('RetryableError')));

/** A fault that no repeat cures. */
export const finalFault = (message: string, cause?: unknown): Fault =>
  new Fault(
    'E_UNAVAILABLE',
    message,
    cause === undefined ? { retryable: false } : { retryable: false, cause },
  );

/** A fault that may be over at the next try. */
export const passingFault = (message: string, cause?: unknown): Fault =>
  new Fault('E_UNAVAILABLE', message, cause === undefined ? { retryable: true } : { retryable: true, cause });

/** What happened and what to do. Never holds an address's secrets: the driver keeps them out of its messages. */
export const explain = (error: unknown): Fault => {
  if (error instanceof Fault) return error;
  const code = codeOf(error);
  if (code === SERVER_CODE.authenticationFailed) {
    return finalFault(
      'MongoDB refuses the name or the password of MONGODB_URI: check both, and authSource (the database that the user was made in)',
      error,
    );
  }
  if (code === SERVER_CODE.unauthorized) {
    return finalFault(
      `MongoDB does not let this user do that: give it the role readWrite on the database (${textOf(error)})`,
      error,
    );
  }
  if (code === SERVER_CODE.notEnoughSpace || code === SERVER_CODE.fileSystemFull) {
    return passingFault('the disk of MongoDB is full: make room, then it goes on by itself', error);
  }
  if (code === SERVER_CODE.documentValidationFailed) {
    return new Fault('E_LIMIT', `MongoDB refuses the document: ${textOf(error)}`, {
      retryable: false,
      cause: error,
    });
  }
  if (isOutOfReach(error)) {
    return passingFault(
      `MongoDB does not answer: check that it runs and can be reached (${textOf(error)})`,
      error,
    );
  }
  return passingFault(`MongoDB failed: ${textOf(error)}`, error);
};
