/** A file that lies in chunks in the database, as tus-js-client reads it: a range at a time. */
import type { FileSource } from 'tus-js-client';
import { chunk, type Part } from '../store/takes';

export interface Piece extends Part {
  /** Where it begins in the file. */
  at: number;
}

/** The chunks of a take in the order in which they make a file. */
export function laidOut(parts: readonly Part[]): { pieces: Piece[]; size: number } {
  let size = 0;
  const pieces = parts.map((part) => {
    const at = size;
    size += part.size;
    return { ...part, at };
  });
  return { pieces, size };
}

export class ChunkSource implements FileSource {
  readonly size: number;
  private readonly pieces: readonly Piece[];

  constructor(
    private readonly takeId: string,
    parts: readonly Part[],
    private readonly onSlice: (bytes: Uint8Array<ArrayBuffer>) => Promise<void> = () => Promise.resolve(),
  ) {
    ({ pieces: this.pieces, size: this.size } = laidOut(parts));
  }

  async slice(start: number, end: number): Promise<{ value: Uint8Array<ArrayBuffer>; done: boolean }> {
    const value = await this.read(start, Math.min(end, this.size));
    await this.onSlice(value);
    return { value, done: end >= this.size };
  }

  /** Bytes from `start` up to `end`. @throws Error where a chunk is missing */
  async read(start: number, end: number): Promise<Uint8Array<ArrayBuffer>> {
    const out = new Uint8Array(Math.max(0, end - start));
    for (const piece of this.pieces) {
      const from = Math.max(start, piece.at);
      const to = Math.min(end, piece.at + piece.size);
      if (from >= to) continue;
      const stored = await chunk(this.takeId, piece.index);
      if (!stored) throw new Error(`chunk ${piece.index} is missing`);
      out.set(new Uint8Array(stored.bytes, from - piece.at, to - from), from - start);
    }
    return out;
  }

  close(): void {
    // nothing is held open
  }
}
