import { describe } from 'vitest';
import { testWholeSurface } from '#test/support/fake-discord/whole-surface.ts';

describe('the whole surface by signed HTTP', () => testWholeSurface('http'));
