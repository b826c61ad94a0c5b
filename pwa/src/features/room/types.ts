/** The room as everybody in it may see it. */
import type { components } from '../../api/schema';

type Schemas = components['schemas'];
export type Participant = Schemas['RoomParticipant'];
export type RoomView = Schemas['LiveRoomView'];
export type Reaction = Schemas['SendReaction']['reaction'];

/** Data of the event `reaction`. */
export interface Reacted {
  participant_id: string;
  name: string;
  reaction: Reaction;
  at: string;
}

export const REACTIONS: readonly Reaction[] = ['thumbs_up', 'clap', 'heart', 'smile', 'nod', 'wave'];
export const SIGNS: Record<Reaction, string> = { thumbs_up: '👍', clap: '👏', heart: '❤️', smile: '😊', nod: '🙂', wave: '👋' };
