/** Showing who one is: a photo of a document, or a way without one. */
import { post, upload } from '../../api/client';
import type { components } from '../../api/schema';
import type { InterviewView } from '../../api/types';

export type OtherWay = components['schemas']['OtherWayChosen']['way'];

const path = (id: string): string => `/api/interviews/${encodeURIComponent(id)}/identity`;

export const givePhoto = (id: string, photo: Blob): Promise<InterviewView> => upload<InterviewView>(`${path(id)}/photo`, photo);

export const giveOther = (id: string, way: OtherWay): Promise<InterviewView> => post<InterviewView>(path(id), { way });
