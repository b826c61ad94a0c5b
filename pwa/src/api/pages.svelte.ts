/** A list that comes page by page: the first as the screen comes, further ones when asked for. */
import { Loaded, type LoadedOptions } from './loaded.svelte';

export interface PageOf<Row> {
  items: readonly Row[];
  /** Where the next page begins; null: there is none. */
  next?: string | null;
}

/** Fetches the page after `after`, the first one for null. */
type ReadPage<P> = (after: string | null, signal: AbortSignal) => Promise<P>;

/** Looking again fetches as many pages as are shown; another question begins with one. */
export class Pages<Row extends { id: string }, P extends PageOf<Row> = PageOf<Row>> extends Loaded<P> {
  /** How many are shown; none as long as the question is not answered. */
  private depth = 0;
  private readonly readPage: ReadPage<P>;

  constructor(readPage: ReadPage<P>, options: LoadedOptions<P> = {}) {
    super(async (signal) => {
      let all = await readPage(null, signal);
      for (let page = 1; page < this.depth && all.next; page += 1) all = joined(all, await readPage(all.next, signal));
      this.depth = Math.max(1, this.depth);
      return all;
    }, options);
    this.readPage = readPage;
  }

  /** Fetches one page more, first of all: what is under way comes after. */
  readonly more = async (): Promise<void> => {
    const after = this.value?.next;
    if (!after || this.depth === 0) return;
    const isUnderWay = this.isUnderWay;
    const asked = this.fetch(async (signal, known) => {
      const page = await this.readPage(after, signal);
      this.depth += 1;
      return known === null ? page : joined(known, page);
    });
    if (isUnderWay) this.look();
    await asked;
  };

  protected override begin(): void {
    super.begin();
    this.depth = 0;
  }
}

/** The page behind what is known; a row that has moved meanwhile stands once. */
function joined<P extends PageOf<{ id: string }>>(known: P, page: P): P {
  const held = new Set(known.items.map((row) => row.id));
  return { ...page, items: [...known.items, ...page.items.filter((row) => !held.has(row.id))] };
}
