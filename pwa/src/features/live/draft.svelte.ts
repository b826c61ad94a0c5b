/** One written, coded or chosen answer on its way: on the phone at once, on the server after each burst of keys. */

import * as drafts from './drafts';
import type { Details } from './commands';
import type { Turn } from './model';

const BURST_MS = 400;
/** Who types without a pause is saved this often all the same. */
const LONGEST_MS = 2000;
/** What the server keeps at most. */
export const MAX_CHARS = 20_000;

export type DraftState = 'saved' | 'saving' | 'here';

interface Port {
  interviewId: string;
  isSending: boolean;
  /** Whether the server has taken it. */
  act(kind: 'draft' | 'choose' | 'done', details: Details, turnId: string): Promise<boolean>;
}

export class Draft {
  /** What the person wrote; of a choice the ids, joined by commas. */
  text = $state('');
  /** What was written on another device, where both went on. */
  other = $state<string | null>(null);
  /** No more fits in: what was pasted beyond is not there. */
  isFull = $state(false);
  private saved = $state('');
  /** The server would not take the newest words; the phone keeps them. */
  private isRefused = $state(false);
  private isDone = false;
  private burst: ReturnType<typeof setTimeout> | undefined;
  private longest: ReturnType<typeof setTimeout> | undefined;

  constructor(
    private readonly port: Port,
    private readonly turn: Turn,
    fromServer: string,
    /** Turns the text into what the command brings. */
    private readonly details: (text: string) => Details = (text) => ({ text }),
    private readonly kind: 'draft' | 'choose' = 'draft',
  ) {
    const recalled = drafts.recall(port.interviewId, turn.id, fromServer);
    this.text = recalled.text;
    this.other = recalled.other;
    this.saved = fromServer;
  }

  get state(): DraftState {
    if (this.text === this.saved) return 'saved';
    return this.port.isSending || this.isRefused ? 'here' : 'saving';
  }

  /** To be called once the screen stands: what only the phone knew goes to the server. */
  begin(): void {
    if (this.text !== this.saved && this.other === null) void this.send();
  }

  changed(): void {
    drafts.keep(this.port.interviewId, this.turn.id, this.text, this.saved);
    this.isFull = this.text.length >= MAX_CHARS;
    clearTimeout(this.burst);
    this.burst = setTimeout(() => void this.send(), BURST_MS);
    this.longest ??= setTimeout(() => void this.send(), LONGEST_MS);
  }

  /** Swaps the text in the field with the one from the other device. */
  swap(): void {
    if (this.other === null) return;
    [this.text, this.other] = [this.other, this.text];
    this.changed();
  }

  async done(): Promise<void> {
    this.rest();
    this.isDone = true;
    this.isDone = await this.act('done', this.text);
  }

  /** The screen goes. Where time has closed the answer, its last words follow at once: the server waits a moment for them. */
  end(): void {
    this.rest();
    if (!this.isDone && this.text !== this.saved && this.other === null) void this.act(this.kind, this.text);
  }

  private rest(): void {
    clearTimeout(this.burst);
    clearTimeout(this.longest);
    this.longest = undefined;
  }

  private act(kind: 'draft' | 'choose' | 'done', text: string): Promise<boolean> {
    return this.port.act(kind, this.details(text), this.turn.id);
  }

  private async send(): Promise<void> {
    this.rest();
    const sending = this.text;
    const isTaken = await this.act(this.kind, sending);
    this.isRefused = !isTaken;
    if (!isTaken) return;
    this.saved = sending;
    drafts.keep(this.port.interviewId, this.turn.id, this.text, sending);
  }
}
