/** What the screens of a question need of whoever leads: the server, or in practice this device alone. */

import type { Details } from './commands';
import type { Devices } from './devices.svelte';
import type { CommandKind, Live } from './model';

export interface Conversation {
  readonly interviewId: string;
  readonly live: Live;
  /** `performance.now()`, a few times a second. */
  readonly nowMs: number;
  /** A command is on its way and late. */
  readonly isSending: boolean;
  /** There is no place in the house yet for what will be said: it is better not to begin. */
  readonly isHeldBack?: boolean;
  readonly devices: Devices;
  /** Whether the command would be taken now. */
  can(kind: CommandKind): boolean;
  /** For the turn on screen, where no other is named; resolves to whether it was taken. */
  act(kind: CommandKind, details?: Details, turnId?: string): Promise<boolean>;
}
