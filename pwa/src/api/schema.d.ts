/** Generated from the OpenAPI document by `make openapi`. */
export type paths = Record<string, never>;
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /**
         * LocalText
         * @description The same words in each language; on the wire `{"zh-CN": …, "en": …}`.
         */
        LocalText: {
            "zh-CN": string;
            en: string;
        };
        /** InvitationToken */
        InvitationToken: {
            token: string;
        };
        /**
         * InvitationView
         * @description What a person with the link may know before they have proven who they are: no surname, no full address.
         */
        InvitationView: {
            /** @enum {unknown} */
            state: "expired" | "ready" | "revoked" | "used";
            employer: components["schemas"]["LocalText"];
            position: components["schemas"]["LocalText"];
            first_name: string;
            masked_email: string;
            /** @enum {unknown} */
            language: "en" | "zh-CN";
            duration_min: number;
            questions: number;
            answer_kinds: string[];
            expires_at: string;
            contact_name: string;
            contact_email: string;
        };
        /** CodeSent */
        CodeSent: {
            masked_email: string;
            expires_in_s: number;
            resend_after_s: number;
        };
        /** InvitationSignIn */
        InvitationSignIn: {
            token: string;
            code: string;
        };
        /** MemberSignIn */
        MemberSignIn: {
            email: string;
            password: string;
        };
        /**
         * Me
         * @description Who is signed in. `interview_id` is set for candidates.
         */
        Me: {
            id: string;
            /** @enum {unknown} */
            kind: "candidate" | "member";
            name: string;
            email: string;
            /** @enum {unknown} */
            language: "en" | "zh-CN";
            roles: components["schemas"]["Role"][];
            permissions: components["schemas"]["Permission"][];
            employer: components["schemas"]["LocalText"];
            /** @default null */
            interview_id: string | null;
        };
        /**
         * Role
         * @enum {unknown}
         */
        Role: "auditor" | "candidate" | "hiring_manager" | "hr_operator" | "interviewer" | "it_admin" | "recruiter";
        /**
         * Permission
         * @description Every route names one. `PUBLIC` routes ask for no sign-in; `SELF` asks for any.
         * @enum {unknown}
         */
        Permission: "audit.read" | "interview.invite" | "interview.list" | "interview.review" | "interview.take" | "public" | "self" | "system.read";
        /** LanguageChoice */
        LanguageChoice: {
            /** @enum {unknown} */
            language: "en" | "zh-CN";
        };
        /**
         * MediaGap
         * @description Between two legs nothing arrived for `lost_ms`; the rendition joins them at `at_s`.
         */
        MediaGap: {
            at_s: number;
            lost_ms: number;
        };
        /**
         * TranscriptWord
         * @description Times are seconds in the rendition.
         */
        TranscriptWord: {
            text: string;
            start_s: number;
            end_s: number;
            probability: number;
        };
        /**
         * InterviewView
         * @description A candidate's own interview outside the live part: what awaits them and where they stand.
         */
        InterviewView: {
            id: string;
            room: string;
            /** @enum {unknown} */
            state: "abandoned" | "checked" | "closed" | "consented" | "expired" | "human_route" | "invited" | "live" | "paused" | "processing" | "reviewable" | "submitted" | "withdrawn";
            version: number;
            first_name: string;
            employer: components["schemas"]["LocalText"];
            position: components["schemas"]["LocalText"];
            department: components["schemas"]["LocalText"];
            /** @enum {unknown} */
            segment: "experienced" | "graduate" | "returning";
            duration_min: number;
            questions: number;
            answer_kinds: ("text" | "video" | "voice")[];
            expires_at: string;
            retention_days: number;
            reviewers: string[];
            contact_name: string;
            contact_email: string;
            result_by: string | null;
            consented_version: string | null;
            device_check: components["schemas"]["DeviceCheck"] | null;
        };
        /** DeviceCheck */
        DeviceCheck: {
            findings: components["schemas"]["DeviceFinding"][];
            network: components["schemas"]["NetworkMeasurement"] | null;
            user_agent: string;
            /** @default null */
            checked_at: string | null;
        };
        /**
         * DeviceFinding
         * @description `problem` is a stable code such as permission_denied, not_found, in_use, silent, in_app_browser.
         */
        DeviceFinding: {
            /** @enum {unknown} */
            item: "browser" | "camera" | "microphone" | "network" | "speaker";
            /** @enum {unknown} */
            result: "failed" | "ok" | "skipped" | "warning";
            /** @default null */
            problem: string | null;
        };
        /** NetworkMeasurement */
        NetworkMeasurement: {
            round_trip_ms: number | null;
            loss_ratio: number | null;
            up_kbps: number | null;
            /** @default false */
            is_relayed: boolean;
        };
        /** ConsentSection */
        ConsentSection: {
            id: string;
            title: components["schemas"]["LocalText"];
            body: components["schemas"]["LocalText"];
        };
        /**
         * ConsentText
         * @description Plain words, versioned. `sensitive` is asked for separately (PIPL 29).
         */
        ConsentText: {
            version: string;
            sections: components["schemas"]["ConsentSection"][];
            sensitive: components["schemas"]["LocalText"];
        };
        /** ConsentGiven */
        ConsentGiven: {
            version: string;
            /** @enum {unknown} */
            language: "en" | "zh-CN";
            accepts_sensitive: boolean;
        };
        /**
         * Declined
         * @description The person would rather talk to people; `note` is what they want to tell the recruiter.
         */
        Declined: {
            /** @default  */
            note: string;
        };
        /**
         * Utterance
         * @description Words of the interviewer, shown as captions and spoken where the browser has a voice.
         *
         *         `id` is new for each saying; a client that has spoken it does not speak it again.
         */
        Utterance: {
            id: string;
            /** @enum {unknown} */
            kind: "acknowledge" | "closing" | "encourage" | "greeting" | "question" | "reassure" | "time_warning" | "welcome_back";
            text: components["schemas"]["LocalText"];
        };
        /**
         * TurnView
         * @description The open question. `*_at` are server times; compare with `LiveView.now`.
         */
        TurnView: {
            id: string;
            index: number;
            /** @enum {unknown} */
            kind: "text" | "video" | "voice";
            prompt: components["schemas"]["LocalText"];
            thinking_s: number;
            soft_limit_s: number;
            hard_limit_s: number;
            thinking_until: string | null;
            answering_since: string | null;
            answered_s: number;
            take_id: string | null;
            draft: string;
            extensions_left: number;
        };
        /**
         * Acknowledgement
         * @description After an answer: its length and how that fits what was asked for.
         */
        Acknowledgement: {
            length_s: number | null;
            words: number | null;
            /** @enum {unknown} */
            fit: "fits" | "long" | "short";
            next_at: string | null;
        };
        /** Progress */
        Progress: {
            done: number;
            total: number;
            minutes_left: number;
        };
        /**
         * LiveView
         * @description All that the live screen shows; the whole of it is sent after every persisted change (event name `view`).
         *
         *         Event name `say` on the same topic carries an `Utterance` that is not persisted (reassurance and the like);
         *         event name `speech` carries `{"is_speaking": bool}` from the node's detector. While `is_clock_stopped` (nobody is
         *         connected) no time is counted.
         */
        LiveView: {
            interview_id: string;
            room: string;
            version: number;
            /** @enum {unknown} */
            state: "abandoned" | "checked" | "closed" | "consented" | "expired" | "human_route" | "invited" | "live" | "paused" | "processing" | "reviewable" | "submitted" | "withdrawn";
            /** @enum {unknown} */
            phase: "acknowledged" | "answering" | "closing" | "done" | "greeting" | "thinking";
            now: string;
            is_clock_stopped: boolean;
            say: components["schemas"]["Utterance"] | null;
            turn: components["schemas"]["TurnView"] | null;
            acknowledgement: components["schemas"]["Acknowledgement"] | null;
            progress: components["schemas"]["Progress"];
            first_name: string;
            position: components["schemas"]["LocalText"];
        };
        /**
         * Command
         * @description What the candidate does in the live interview; idempotent by `id`.
         *
         *         continue: on from greeting, acknowledgement or closing · start_answer: thinking is over · done: the answer is
         *         complete · more_time: extend the limit · repeat: say the question again · draft/text answer use `text` ·
         *         leave: come back later. `turn_id` names the turn it is meant for; a command for a turn that is over is refused
         *         with code turn_over and the current view.
         */
        Command: {
            id: string;
            /** @enum {unknown} */
            kind: "continue" | "done" | "draft" | "help" | "leave" | "more_time" | "repeat" | "start_answer";
            /** @default null */
            turn_id: string | null;
            /** @default null */
            text: string | null;
        };
        /** TimelineEntry */
        TimelineEntry: {
            /** @enum {unknown} */
            id: "checked" | "consented" | "interviewed" | "invited" | "processing" | "result" | "review";
            /** @enum {unknown} */
            state: "ahead" | "current" | "done";
            at: string | null;
            by: string | null;
        };
        /** Timeline */
        Timeline: {
            /** @enum {unknown} */
            state: "abandoned" | "checked" | "closed" | "consented" | "expired" | "human_route" | "invited" | "live" | "paused" | "processing" | "reviewable" | "submitted" | "withdrawn";
            first_name: string;
            position: components["schemas"]["LocalText"];
            employer: components["schemas"]["LocalText"];
            entries: components["schemas"]["TimelineEntry"][];
            answers_received: number;
            answers_total: number;
            contact_name: string;
            contact_email: string;
        };
        /**
         * InterviewRow
         * @description A row of the live list; the same struct is sent as event `row` on `staff:interviews`.
         */
        InterviewRow: {
            id: string;
            version: number;
            candidate: string;
            position: components["schemas"]["LocalText"];
            department: components["schemas"]["LocalText"];
            /** @enum {unknown} */
            state: "abandoned" | "checked" | "closed" | "consented" | "expired" | "human_route" | "invited" | "live" | "paused" | "processing" | "reviewable" | "submitted" | "withdrawn";
            phase: ("acknowledged" | "answering" | "closing" | "done" | "greeting" | "thinking") | null;
            progress: components["schemas"]["Progress"];
            is_connected: boolean;
            device_problem: string | null;
            /** @enum {unknown} */
            transcript_state: "done" | "none" | "running" | "waiting_for_model";
            updated_at: string;
        };
        /** InterviewPage */
        InterviewPage: {
            items: components["schemas"]["InterviewRow"][];
            next: string | null;
        };
        /** Segment */
        Segment: {
            index: number;
            start_s: number;
            end_s: number;
            text: string;
            confidence: number;
            words: components["schemas"]["TranscriptWord"][];
        };
        /**
         * ReviewAnswer
         * @description One question and its answer. `media_url` serves Range requests; None while the worker is at it.
         */
        ReviewAnswer: {
            turn_id: string;
            index: number;
            /** @enum {unknown} */
            kind: "text" | "video" | "voice";
            prompt: components["schemas"]["LocalText"];
            competencies: components["schemas"]["LocalText"][];
            text: string | null;
            take_id: string | null;
            media_url: string | null;
            captions_url: string | null;
            mime_type: string | null;
            duration_s: number | null;
            gaps: components["schemas"]["MediaGap"][];
            segments: components["schemas"]["Segment"][];
            /** @enum {unknown} */
            transcript_state: "done" | "none" | "running" | "waiting_for_model";
            /** @enum {unknown} */
            media_state: "failed" | "none" | "processing" | "ready" | "recording";
            problem: string | null;
            started_at: string | null;
            ended_at: string | null;
        };
        /** Review */
        Review: {
            id: string;
            /** @enum {unknown} */
            state: "abandoned" | "checked" | "closed" | "consented" | "expired" | "human_route" | "invited" | "live" | "paused" | "processing" | "reviewable" | "submitted" | "withdrawn";
            candidate: string;
            position: components["schemas"]["LocalText"];
            department: components["schemas"]["LocalText"];
            /** @enum {unknown} */
            language: "en" | "zh-CN";
            consented_version: string | null;
            consented_at: string | null;
            device_check: components["schemas"]["DeviceCheck"] | null;
            started_at: string | null;
            submitted_at: string | null;
            answers: components["schemas"]["ReviewAnswer"][];
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export type operations = Record<string, never>;
