/** The private notes of one interview: read, written, changed, dropped; others' arrive by themselves. */
import { get, post, put, request } from '../../../api/client';
import { asProblem, type ApiProblem } from '../../../api/problem';
import { withNote, type StaffNote } from './notes';

export class Notes {
  list = $state.raw<readonly StaffNote[]>([]);
  problem = $state.raw<ApiProblem | null>(null);
  isBusy = $state(false);

  constructor(private readonly interview: string) {}

  async load(signal?: AbortSignal): Promise<void> {
    try {
      this.list = await get<StaffNote[]>(this.address(), signal);
      this.problem = null;
    } catch (error) {
      if (!signal?.aborted) this.problem = asProblem(error);
    }
  }

  /** True where it is kept. */
  async write(text: string, at: string | null): Promise<boolean> {
    return this.doing(async () => this.put(await post<StaffNote>(this.address(), { text, at })));
  }

  async edit(note: StaffNote, text: string): Promise<boolean> {
    return this.doing(async () => this.put(await put<StaffNote>(this.address(note.id), { text })));
  }

  async drop(note: StaffNote): Promise<boolean> {
    return this.doing(async () => {
      await request<unknown>('DELETE', this.address(note.id));
      this.gone(note.id);
    });
  }

  /** Somebody wrote or changed one. What it says is not told to all: who still scores does not see it. */
  told(): void {
    void this.load();
  }

  gone(id: string): void {
    this.list = this.list.filter((each) => each.id !== id);
  }

  private put(note: StaffNote): void {
    this.list = withNote(this.list, note);
  }

  private address(note = ''): string {
    const base = `/api/staff/interviews/${encodeURIComponent(this.interview)}/notes`;
    return note ? `${base}/${encodeURIComponent(note)}` : base;
  }

  private async doing(work: () => Promise<void>): Promise<boolean> {
    this.isBusy = true;
    try {
      await work();
      this.problem = null;
      return true;
    } catch (error) {
      this.problem = asProblem(error);
      return false;
    } finally {
      this.isBusy = false;
    }
  }
}
