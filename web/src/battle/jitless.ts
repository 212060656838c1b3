import { z } from 'zod';

// Zod would build functions from text, which the page's content security policy forbids; it must know before the first form is made.
z.config({ jitless: true });
