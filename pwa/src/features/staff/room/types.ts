import type { components } from '../../../api/schema';

type Schemas = components['schemas'];
export type StaffRoom = Schemas['StaffRoomView'];
export type Joined = Schemas['RoomJoined'];
export type Mode = Schemas['JoinRoom']['mode'];
export type Queued = Schemas['QueuedQuestion'];
export type Planned = Schemas['PlannedQuestion'];
export type Asked = Schemas['AskedInRoom'];
export type Note = Schemas['StaffNoteView'];
export type OwnState = Partial<Pick<Schemas['OwnRoomState'], 'is_muted' | 'is_camera_off' | 'is_sharing' | 'hand_raised'>>;
