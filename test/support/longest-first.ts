import { BaseSequencer, type TestSpecification } from 'vitest/node';

/** Files that take more than a minute, the longest first; those that are not listed come behind them. */
const LONGEST: readonly string[] = [
  'scenarios/untimed.long.test.ts',
  'scenarios/several/breaks.long.test.ts',
  'scenarios/discord/breaks.long.test.ts',
  'scenarios/breaks.long.test.ts',
  'src/adapters/mongo/mongo-others.long.test.ts',
  'src/app/discord/stream.long.test.ts',
];

const placeOf = ({ moduleId }: TestSpecification): number => {
  const place = LONGEST.findIndex((file) => moduleId.endsWith(`/${file}`));
  return place === -1 ? LONGEST.length : place;
};

/** A file that takes minutes must not be the last to begin: nothing else would run beside it. */
export class LongestFirst extends BaseSequencer {
  override sort(files: TestSpecification[]): Promise<TestSpecification[]> {
    return Promise.resolve(files.toSorted((a, b) => placeOf(a) - placeOf(b)));
  }
}
