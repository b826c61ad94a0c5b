/** How a row's state looks: always an icon and words with the colour. */

import type { InterviewRow, InterviewState } from '../../../api/types';
import type { IconName } from '../../../ui/icons';

export interface Badge {
  tone: '' | 'ok' | 'wait' | 'bad' | 'info' | 'note';
  icon: IconName;
  isDisconnected: boolean;
}

const STATES: Record<InterviewState, [Badge['tone'], IconName]> = {
  invited: ['', 'mail'],
  consented: ['', 'shield'],
  checked: ['info', 'check'],
  live: ['ok', 'live'],
  paused: ['wait', 'pause'],
  submitted: ['info', 'send'],
  processing: ['info', 'hour'],
  reviewable: ['ok', 'eye'],
  closed: ['', 'check'],
  expired: ['', 'clock'],
  withdrawn: ['', 'undo'],
  abandoned: ['wait', 'alert'],
  human_route: ['note', 'users'],
};

export function badgeOf(row: Pick<InterviewRow, 'state' | 'phase' | 'is_connected'>): Badge {
  if (row.state === 'live' && !row.is_connected) return { tone: 'wait', icon: 'cloudoff', isDisconnected: true };
  if (row.state === 'live' && row.phase === 'thinking') return { tone: '', icon: 'hour', isDisconnected: false };
  if (row.state === 'live' && row.phase === 'answering') return { tone: 'ok', icon: 'mic', isDisconnected: false };
  const [tone, icon] = STATES[row.state];
  return { tone, icon, isDisconnected: false };
}
