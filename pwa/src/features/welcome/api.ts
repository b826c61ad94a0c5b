import { get, post } from '../../api/client';
import type { ConsentGiven, ConsentText, InterviewView } from '../../api/types';

export const consentText = (signal?: AbortSignal): Promise<ConsentText> => get<ConsentText>('/api/consent-text', signal);

export const consent = (id: string, given: ConsentGiven): Promise<InterviewView> =>
  post<InterviewView>(`/api/interviews/${id}/consent`, given);

export const decline = (id: string, note: string): Promise<InterviewView> =>
  post<InterviewView>(`/api/interviews/${id}/decline`, { note });
