/** Cuts a stream of bytes into messages; what is not whole yet waits. */
export interface Frames {
  /** Whole messages that these bytes end. */
  push(chunk: Buffer): readonly Buffer[];
}

/** Messages of MongoDB: four bytes of length in front, themselves included. */
export const mongoFrames = (): Frames => {
  let pending: Buffer = Buffer.alloc(0);
  return {
    push: (chunk) => {
      pending = pending.length === 0 ? chunk : Buffer.concat([pending, chunk]);
      const whole: Buffer[] = [];
      while (pending.length >= 4 && pending.length >= pending.readInt32LE(0)) {
        const length = pending.readInt32LE(0);
        whole.push(pending.subarray(0, length));
        pending = pending.subarray(length);
      }
      return whole;
    },
  };
};

/** No messages at all: every piece as it comes. */
export const rawFrames = (): Frames => ({ push: (chunk) => [chunk] });
