/** One written, coded or chosen answer on its way: on the phone at once, on the server after each burst of keys. */

import * as drafts from './drafts';
import type { Details } from './commands';
import type { Turn } from './model';

const BURST_MS = 400;

export type DraftState = 'saved' | 'saving' | 'here';

interface Port {
  interviewId: string;
  isSending: boolean;
  act(kind: 'draft' | 'choose' | 'done', details: Details): Promise<void>;
}

export class Draft {
  /** What the person wrote; of a choice the ids, joined by commas. */
  text = $state('');
  /** What was written on another device, where both went on. */
  other = $state<string | null>(null);
  private saved = $state('');
  private timer: ReturnType<typeof setTimeout> | undefined;

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
    return this.port.isSending ? 'here' : 'saving';
  }

  /** To be called once the screen stands: what only the phone knew goes to the server. */
  begin(): void {
    if (this.text !== this.saved && this.other === null) void this.send();
  }

  changed(): void {
    drafts.keep(this.port.interviewId, this.turn.id, this.text, this.saved);
    clearTimeout(this.timer);
    this.timer = setTimeout(() => void this.send(), BURST_MS);
  }

  /** Swaps the text in the field with the one from the other device. */
  swap(): void {
    if (this.other === null) return;
    [this.text, this.other] = [this.other, this.text];
    this.changed();
  }

  async done(): Promise<void> {
    clearTimeout(this.timer);
    await this.port.act('done', this.details(this.text));
  }

  end(): void {
    clearTimeout(this.timer);
  }

  private async send(): Promise<void> {
    const sending = this.text;
    await this.port.act(this.kind, this.details(sending));
    this.saved = sending;
    drafts.keep(this.port.interviewId, this.turn.id, this.text, sending);
  }
}
