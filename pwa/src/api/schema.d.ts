/** Generated from the OpenAPI document by `make openapi`. */
export interface paths {
    "/api/calendar-feed": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * CalendarState
         * @description Whether one's own calendar has an address.
         */
        get: operations["ApiCalendarFeedCalendarState"];
        put?: never;
        /**
         * ShareCalendar
         * @description Gives one's own calendar a new address; one before ends.
         */
        post: operations["ApiCalendarFeedShareCalendar"];
        /**
         * UnshareCalendar
         * @description Takes the address back.
         */
        delete: operations["ApiCalendarFeedUnshareCalendar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * OwnChat
         * @description The candidate's conversation with the team, with its newest messages.
         */
        get: operations["ApiChatOwnChat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/threads/{thread_id}/attachments": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Attach
         * @description Takes the bytes of one file, for a message that follows within a day.
         */
        post: operations["ApiChatThreadsThreadIdAttachmentsAttach"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/threads/{thread_id}/attachments/{attachment_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Download
         * @description The file as a download; never shown within a page of ours.
         */
        get: operations["ApiChatThreadsThreadIdAttachmentsAttachmentIdDownload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/threads/{thread_id}/marks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * MoveMark
         * @description What has arrived at the person, and what they have read. Answers once it is stored, with others' in one write.
         */
        post: operations["ApiChatThreadsThreadIdMarksMoveMark"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/threads/{thread_id}/messages": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ReadMessages
         * @description The newest messages, those before a number, or those after one (after a lost connection).
         */
        get: operations["ApiChatThreadsThreadIdMessagesReadMessages"];
        put?: never;
        /**
         * Say
         * @description Stored and on its way to the screens when this answers; idempotent by `client_id`.
         */
        post: operations["ApiChatThreadsThreadIdMessagesSay"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/chat/threads/{thread_id}/typing": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TellTyping
         * @description Tells the other side that something is being written.
         */
        post: operations["ApiChatThreadsThreadIdTypingTellTyping"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/consent-text": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ConsentText
         * @description What people agree to before an interview, in both languages.
         */
        get: operations["ApiConsentTextConsentText"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hand-overs": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * OfferHandOver
         * @description A link, as a QR code too, by which another device of the candidate goes on: good once, for two minutes.
         */
        post: operations["ApiHandOversOfferHandOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/hand-overs/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * AcceptHandOver
         * @description The link that another device shows opens a session (cookie); one that the browser had before ends.
         */
        post: operations["ApiHandOversSignInAcceptHandOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/help": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ReadHelp
         * @description All articles in both languages, to be searched and kept on the device.
         */
        get: operations["ApiHelpReadHelp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/inbox": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * OwnInbox
         * @description Everything that the signed-in person was told, newest first.
         */
        get: operations["ApiInboxOwnInbox"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/inbox/read": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ReadNotices
         * @description Marks as read, on all devices; what is read is not sent by further channels.
         */
        post: operations["ApiInboxReadReadNotices"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetInterview
         * @description What awaits the candidate and where they stand.
         */
        get: operations["ApiInterviewsInterviewIdGetInterview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/accommodations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetOwnAccommodations
         * @description What was asked for, and what is in force.
         */
        get: operations["ApiInterviewsInterviewIdAccommodationsGetOwnAccommodations"];
        put?: never;
        /**
         * AskForAccommodations
         * @description Asks before the start; asking again replaces the wishes.
         */
        post: operations["ApiInterviewsInterviewIdAccommodationsAskForAccommodations"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/booking": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetBooking
         * @description What can be booked, and what is.
         */
        get: operations["ApiInterviewsInterviewIdBookingGetBooking"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/booking/appointment.ics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * CalendarFile
         * @description The appointment for any calendar (RFC 5545).
         */
        get: operations["ApiInterviewsInterviewIdBookingAppointmentIcsCalendarFile"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/booking/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * CancelBooking
         * @description Gives the appointment up.
         */
        post: operations["ApiInterviewsInterviewIdBookingCancelCancelBooking"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/booking/confirm": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ConfirmTime
         * @description Books what is held; a booked time that was there before is given up in the same step.
         */
        post: operations["ApiInterviewsInterviewIdBookingConfirmConfirmTime"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/booking/hold": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * HoldTime
         * @description Keeps a time for two minutes.
         */
        post: operations["ApiInterviewsInterviewIdBookingHoldHoldTime"];
        /**
         * LetTimeGo
         * @description Gives up what is held.
         */
        delete: operations["ApiInterviewsInterviewIdBookingHoldLetTimeGo"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/booking/wait": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * WaitForTime
         * @description Joins the waiting list.
         */
        post: operations["ApiInterviewsInterviewIdBookingWaitWaitForTime"];
        /**
         * StopWaiting
         * @description Leaves the waiting list.
         */
        delete: operations["ApiInterviewsInterviewIdBookingWaitStopWaiting"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/booking/wish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * WishForTime
         * @description Books a time that was chosen without a network, or moves to it; the same wish twice is one.
         */
        post: operations["ApiInterviewsInterviewIdBookingWishWishForTime"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * GiveCommand
         * @description What the candidate does; idempotent by the command's id.
         */
        post: operations["ApiInterviewsInterviewIdCommandsGiveCommand"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/consent": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * GiveConsent
         * @description Accepts the consent text of the named version.
         */
        post: operations["ApiInterviewsInterviewIdConsentGiveConsent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * DeclineInterview
         * @description Asks for a person instead of the machine.
         */
        post: operations["ApiInterviewsInterviewIdDeclineDeclineInterview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/device-check": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * CheckDevice
         * @description Stores the result of the device check, good or bad.
         */
        post: operations["ApiInterviewsInterviewIdDeviceCheckCheckDevice"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ChooseOtherIdentity
         * @description Instead of a photo: a person calls, or looks at the document at a meeting.
         */
        post: operations["ApiInterviewsInterviewIdIdentityChooseOtherIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/identity/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * GiveIdentityPhoto
         * @description Takes the bytes of a photo of a document, where the flow asks for one; HR alone sees it.
         */
        post: operations["ApiInterviewsInterviewIdIdentityPhotoGiveIdentityPhoto"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/live": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetLive
         * @description All that the live screen shows.
         */
        get: operations["ApiInterviewsInterviewIdLiveGetLive"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/materials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * OwnMaterials
         * @description The papers that the candidate is asked for.
         */
        get: operations["ApiInterviewsInterviewIdMaterialsOwnMaterials"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/pack": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TakeQuestionsAlong
         * @description The questions that may be answered without a network, for one device.
         */
        post: operations["ApiInterviewsInterviewIdPackTakeQuestionsAlong"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/practice": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Practise
         * @description A practice question on the same screens, of which nothing is kept; its id is the view's `interview_id`.
         */
        post: operations["ApiInterviewsInterviewIdPracticePractise"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/rescue": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * OwnRescue
         * @description Who is being called for the candidate, and who comes.
         */
        get: operations["ApiInterviewsInterviewIdRescueOwnRescue"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/rescue/face": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * FaceOnScreen
         * @description A person's picture stands on the candidate's screen; the time since the press is measured.
         */
        post: operations["ApiInterviewsInterviewIdRescueFaceFaceOnScreen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/rescue/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * WithdrawCall
         * @description Nobody is needed any more.
         */
        post: operations["ApiInterviewsInterviewIdRescueWithdrawWithdrawCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/room": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * OwnRoom
         * @description Who is there, by name, and as what; whether it is recorded.
         */
        get: operations["ApiInterviewsInterviewIdRoomOwnRoom"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/room/reactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ReactInOwnRoom
         * @description Shown for a moment, kept nowhere.
         */
        post: operations["ApiInterviewsInterviewIdRoomReactionsReactInOwnRoom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/room/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * SayOwnRoomState
         * @description Muted, camera off, sharing the screen: what is given changes, and everybody is shown it.
         */
        put: operations["ApiInterviewsInterviewIdRoomStateSayOwnRoomState"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * StartInterview
         * @description Begins, or takes up again after leaving.
         */
        post: operations["ApiInterviewsInterviewIdStartStartInterview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/takes/{take_id}/reconcile": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ReconcileTake
         * @description What the server misses of a live answer that the phone kept as well.
         */
        post: operations["ApiInterviewsInterviewIdTakesTakeIdReconcileReconcileTake"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/timeline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetTimeline
         * @description What has happened and what comes next.
         */
        get: operations["ApiInterviewsInterviewIdTimelineGetTimeline"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/transcripts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetOwnTranscripts
         * @description What was understood of one's spoken answers; empty before they were handed in.
         */
        get: operations["ApiInterviewsInterviewIdTranscriptsGetOwnTranscripts"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/transcripts/{take_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * CorrectOwnTranscript
         * @description Puts a line right; reviewers see both versions.
         */
        put: operations["ApiInterviewsInterviewIdTranscriptsTakeIdCorrectOwnTranscript"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/interviews/{interview_id}/withdraw": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * WithdrawInterview
         * @description Takes the application back; what was answered is kept until the retention ends or it is erased.
         */
        post: operations["ApiInterviewsInterviewIdWithdrawWithdrawInterview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/code": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SendCode
         * @description Sends a one-time code to the invited person's mail address.
         */
        post: operations["ApiInvitationsCodeSendCode"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * LookUpInvitation
         * @description What a link is for and whether it still lets in.
         */
        post: operations["ApiInvitationsLookupLookUpInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/invitations/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SignInCandidate
         * @description Link and code together open a session (cookie); a session that the browser had before ends.
         */
        post: operations["ApiInvitationsSignInSignInCandidate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Me
         * @description Who is signed in, and what they may do.
         */
        get: operations["ApiMeMe"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/language": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * ChooseLanguage
         * @description The language of the person's screens and mails.
         */
        put: operations["ApiMeLanguageChooseLanguage"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/notices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * OwnPreferences
         * @description By which channels, when, and on whose clock the person wants to hear.
         */
        get: operations["ApiMeNoticesOwnPreferences"];
        /**
         * ChoosePreferences
         * @description Chooses anew.
         */
        put: operations["ApiMeNoticesChoosePreferences"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/push": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SubscribePush
         * @description This browser takes push messages from now on.
         */
        post: operations["ApiMePushSubscribePush"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/me/push/remove": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * UnsubscribePush
         * @description This browser takes none any more.
         */
        post: operations["ApiMePushRemoveUnsubscribePush"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/media/takes/{take_id}/captions.vtt": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Captions
         * @description The transcript as WebVTT, as far as it is.
         */
        get: operations["ApiMediaTakesTakeIdCaptionsVttCaptions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/media/takes/{take_id}/peaks": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Peaks
         * @description How loud the recording is, moment by moment: `{"per_second", "peaks": [0..255]}`.
         */
        get: operations["ApiMediaTakesTakeIdPeaksPeaks"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/media/takes/{take_id}/rendition": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Play
         * @description The recording as a file that plays and seeks; one range of bytes at a time (RFC 9110 14).
         */
        get: operations["ApiMediaTakesTakeIdRenditionGetPlay"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * Play
         * @description The recording as a file that plays and seeks; one range of bytes at a time (RFC 9110 14).
         */
        head: operations["ApiMediaTakesTakeIdRenditionHeadPlay"];
        patch?: never;
        trace?: never;
    };
    "/api/media/takes/{take_id}/rendition.mp4": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * PlayMp4
         * @description The same recording as MP4 (H.264, AAC), for browsers that do not play the original.
         */
        get: operations["ApiMediaTakesTakeIdRenditionMp4GetPlayMp4"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        /**
         * PlayMp4
         * @description The same recording as MP4 (H.264, AAC), for browsers that do not play the original.
         */
        head: operations["ApiMediaTakesTakeIdRenditionMp4HeadPlayMp4"];
        patch?: never;
        trace?: never;
    };
    "/api/media/takes/{take_id}/strip": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Strip
         * @description Small pictures of the recording side by side (JPEG).
         */
        get: operations["ApiMediaTakesTakeIdStripStrip"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/media/takes/{take_id}/thumbnail": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Thumbnail
         * @description One picture of the recording (JPEG).
         */
        get: operations["ApiMediaTakesTakeIdThumbnailThumbnail"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/members/lookup": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * LookUpEntry
         * @description Whose password a link sets.
         */
        post: operations["ApiMembersLookupLookUpEntry"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/members/password": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ChoosePassword
         * @description Sets the password and uses the link up.
         */
        post: operations["ApiMembersPasswordChoosePassword"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/notices/{token}/seen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * NoticeSeen
         * @description A device showed a notice, or a person came by it. The token of a link or push says which.
         */
        post: operations["ApiNoticesTokenSeenNoticeSeen"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/offline/keys": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * SigningKeys
         * @description The public keys of packs and receipts.
         */
        get: operations["ApiOfflineKeysSigningKeys"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/offline/packs/{pack_id}/opened": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TellOpened
         * @description Which questions of the pack were seen.
         */
        post: operations["ApiOfflinePacksPackIdOpenedTellOpened"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/offline/packs/{pack_id}/texts": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SendText
         * @description A typed answer; idempotent by `take`.
         */
        post: operations["ApiOfflinePacksPackIdTextsSendText"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/offline/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListUploads
         * @description One's own uploads with their receipts.
         */
        get: operations["ApiOfflineUploadsListUploads"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/offline/uploads/{upload_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetUpload
         * @description One upload, with its receipt once it is safe.
         */
        get: operations["ApiOfflineUploadsUploadIdGetUpload"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/offline/waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * TellWaiting
         * @description What still lies on this device.
         */
        put: operations["ApiOfflineWaitingTellWaiting"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/previews/{preview_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetPreview
         * @description One's own practice or preview as it is now.
         */
        get: operations["ApiPreviewsPreviewIdGetPreview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/previews/{preview_id}/commands": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * CommandPreview
         * @description What the person does in their own practice or preview; idempotent by the command's id.
         */
        post: operations["ApiPreviewsPreviewIdCommandsCommandPreview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-in": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SignInMember
         * @description Address and password open a session (cookie); a session that the browser had before ends.
         */
        post: operations["ApiSignInSignInMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/sign-out": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SignOut
         * @description Ends the session and closes its sockets.
         */
        post: operations["ApiSignOutSignOut"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/accommodations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListOpenAccommodations
         * @description Wishes that nobody has decided on.
         */
        get: operations["ApiStaffAccommodationsListOpenAccommodations"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/audit": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * AuditPage
         * @description The audit log, newest first; reading it is itself recorded.
         */
        get: operations["ApiStaffAuditAuditPage"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/audit/verification": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * AuditVerification
         * @description Whether the audit log is as it was written.
         */
        get: operations["ApiStaffAuditVerificationAuditVerification"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/availability/{member_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetAvailability
         * @description When a member is there; `me` is oneself.
         */
        get: operations["ApiStaffAvailabilityMemberIdGetAvailability"];
        /**
         * GiveAvailability
         * @description Says when a member is there.
         */
        put: operations["ApiStaffAvailabilityMemberIdGiveAvailability"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/booking-plans": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListPlans
         * @description What can be booked for each position.
         */
        get: operations["ApiStaffBookingPlansListPlans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/booking-plans/{position_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * GivePlan
         * @description Lays down what can be booked for a position.
         */
        put: operations["ApiStaffBookingPlansPositionIdGivePlan"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/bookings": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListBookings
         * @description Appointments and coverage.
         */
        get: operations["ApiStaffBookingsListBookings"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/bookings/{interview_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * BookForCandidate
         * @description Books or moves a candidate's appointment.
         */
        post: operations["ApiStaffBookingsInterviewIdBookForCandidate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/bookings/{interview_id}/cancel": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * CancelForCandidate
         * @description Gives a candidate's appointment up.
         */
        post: operations["ApiStaffBookingsInterviewIdCancelCancelForCandidate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/bookings/{interview_id}/lift": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * LiftWindow
         * @description Lets a candidate begin at any time.
         */
        post: operations["ApiStaffBookingsInterviewIdLiftLiftWindow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/bookings/{interview_id}/no-show": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * MarkNoShow
         * @description They did not come, and are invited to choose another time.
         */
        post: operations["ApiStaffBookingsInterviewIdNoShowMarkNoShow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/bookings/{interview_id}/times": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * TimesForCandidate
         * @description What can be booked for a candidate.
         */
        get: operations["ApiStaffBookingsInterviewIdTimesTimesForCandidate"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/calendar": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * OwnCalendar
         * @description One's own days: open hours, other appointments, candidates.
         */
        get: operations["ApiStaffCalendarOwnCalendar"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/calendar/feeds": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SubscribeCalendar
         * @description Subscribes to another calendar, whose busy times then count.
         */
        post: operations["ApiStaffCalendarFeedsSubscribeCalendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/calendar/feeds/{feed_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * UnsubscribeCalendar
         * @description Ends a subscription.
         */
        delete: operations["ApiStaffCalendarFeedsFeedIdUnsubscribeCalendar"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/calendar/feeds/{feed_id}/refresh": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * RefreshCalendar
         * @description Reads a subscribed calendar now.
         */
        post: operations["ApiStaffCalendarFeedsFeedIdRefreshRefreshCalendar"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/campaigns": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Campaigns
         * @description All campaigns, newest first.
         */
        get: operations["ApiStaffCampaignsCampaigns"];
        put?: never;
        /**
         * CreateCampaign
         * @description A new draft.
         */
        post: operations["ApiStaffCampaignsCreateCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/campaigns/audience": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * CampaignAudience
         * @description How many people belong to a segment now.
         */
        post: operations["ApiStaffCampaignsAudienceCampaignAudience"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/campaigns/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * PreviewCampaign
         * @description How people would read it.
         */
        post: operations["ApiStaffCampaignsPreviewPreviewCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/campaigns/{campaign_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Campaign
         * @description One campaign, how far it is and what came of it.
         */
        get: operations["ApiStaffCampaignsCampaignIdCampaign"];
        /**
         * EditCampaign
         * @description Changes a draft.
         */
        put: operations["ApiStaffCampaignsCampaignIdEditCampaign"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/campaigns/{campaign_id}/start": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * StartCampaign
         * @description At once, or at a time.
         */
        post: operations["ApiStaffCampaignsCampaignIdStartStartCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/campaigns/{campaign_id}/stop": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * StopCampaign
         * @description For good; what has not gone out is taken back.
         */
        post: operations["ApiStaffCampaignsCampaignIdStopStopCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/campaigns/{campaign_id}/test": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TryCampaign
         * @description Sends it to oneself, in both languages.
         */
        post: operations["ApiStaffCampaignsCampaignIdTestTryCampaign"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/chat/canned": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListCanned
         * @description Canned replies; with a thread they are filled in for its candidate.
         */
        get: operations["ApiStaffChatCannedListCanned"];
        put?: never;
        /**
         * AddCanned
         * @description Both languages, with the same placeholders.
         */
        post: operations["ApiStaffChatCannedAddCanned"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/chat/canned/{canned_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * ChangeCanned
         * @description Replaces a reply of the named version.
         */
        put: operations["ApiStaffChatCannedCannedIdChangeCanned"];
        post?: never;
        /**
         * RemoveCanned
         * @description Takes a reply off the shelf.
         */
        delete: operations["ApiStaffChatCannedCannedIdRemoveCanned"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/chat/search": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * SearchChat
         * @description Threads by candidate, messages by their words.
         */
        get: operations["ApiStaffChatSearchSearchChat"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/chat/team": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListTeam
         * @description Who may answer, and who of them is here.
         */
        get: operations["ApiStaffChatTeamListTeam"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/chat/threads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListThreads
         * @description The team's inbox.
         */
        get: operations["ApiStaffChatThreadsListThreads"];
        put?: never;
        /**
         * StartThread
         * @description The thread of an interview's candidate, made where there is none.
         */
        post: operations["ApiStaffChatThreadsStartThread"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/chat/threads/{thread_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * OpenThread
         * @description A conversation with its newest messages; opening it is written to the audit log.
         */
        get: operations["ApiStaffChatThreadsThreadIdOpenThread"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/chat/threads/{thread_id}/assignee": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * AssignThread
         * @description Takes a thread, gives it to somebody, or lets it go.
         */
        put: operations["ApiStaffChatThreadsThreadIdAssigneeAssignThread"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/chat/threads/{thread_id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListNotes
         * @description What the team noted; never shown to the candidate.
         */
        get: operations["ApiStaffChatThreadsThreadIdNotesListNotes"];
        put?: never;
        /**
         * WriteNote
         * @description Idempotent by `client_id`.
         */
        post: operations["ApiStaffChatThreadsThreadIdNotesWriteNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/chat/threads/{thread_id}/row": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ThreadRow
         * @description What the inbox shows of a thread.
         */
        get: operations["ApiStaffChatThreadsThreadIdRowThreadRow"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/chat/threads/{thread_id}/snooze": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * SnoozeThread
         * @description Out of sight until a moment, or until the candidate writes.
         */
        put: operations["ApiStaffChatThreadsThreadIdSnoozeSnoozeThread"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/deliveries": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Deliveries
         * @description What went out to whom by which channel, and what became of it; reading it is written to the audit log.
         */
        get: operations["ApiStaffDeliveriesDeliveries"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/deliveries/{notice_id}/again": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SendAgain
         * @description Sends a dead letter once more.
         */
        post: operations["ApiStaffDeliveriesNoticeIdAgainSendAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListFlows
         * @description Every position with the versions of its flow, newest first.
         */
        get: operations["ApiStaffFlowsListFlows"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/flows/{flow_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ReadFlow
         * @description A version whole, with all that keeps it from being published and what it changes.
         */
        get: operations["ApiStaffFlowsFlowIdReadFlow"];
        /**
         * SaveFlow
         * @description Saves a draft, complete or not; refused where somebody else saved in between.
         */
        put: operations["ApiStaffFlowsFlowIdSaveFlow"];
        post?: never;
        /**
         * DiscardFlow
         * @description Throws a draft away; what was published stays.
         */
        delete: operations["ApiStaffFlowsFlowIdDiscardFlow"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/flows/{flow_id}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * PreviewFlow
         * @description A flow, drafted or published, as a candidate meets it; nothing is kept.
         */
        post: operations["ApiStaffFlowsFlowIdPreviewPreviewFlow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/flows/{flow_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * PublishFlow
         * @description From now on interviews are made on it; those that were made before keep theirs.
         */
        post: operations["ApiStaffFlowsFlowIdPublishPublishFlow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/flows/{flow_id}/roll-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * RollBackFlow
         * @description Publishes an older version anew, as the newest.
         */
        post: operations["ApiStaffFlowsFlowIdRollBackRollBackFlow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/help": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * HelpSources
         * @description All articles as Markdown, the hidden ones too.
         */
        get: operations["ApiStaffHelpHelpSources"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/help-preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * PreviewHelp
         * @description How readers would see a text; nothing is kept.
         */
        post: operations["ApiStaffHelpPreviewPreviewHelp"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/help/{slug}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * SaveArticle
         * @description Writes an article, or one's own version of the repository's.
         */
        put: operations["ApiStaffHelpSlugSaveArticle"];
        post?: never;
        /**
         * RestoreArticle
         * @description Takes back what HR wrote.
         */
        delete: operations["ApiStaffHelpSlugRestoreArticle"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/help/{slug}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * HelpVersions
         * @description What stands, what once stood, and at the end what the repository has.
         */
        get: operations["ApiStaffHelpSlugVersionsHelpVersions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/holidays": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListHolidays
         * @description The employer's holidays.
         */
        get: operations["ApiStaffHolidaysListHolidays"];
        /**
         * GiveHolidays
         * @description Replaces the employer's holidays.
         */
        put: operations["ApiStaffHolidaysGiveHolidays"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/home": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * StaffHome
         * @description Today, next, and what waits for the reader; looking at it is written to the audit log.
         */
        get: operations["ApiStaffHomeStaffHome"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviewers": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListInterviewers
         * @description Members who can talk with candidates.
         */
        get: operations["ApiStaffInterviewersListInterviewers"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListInterviews
         * @description The interviews that the actor may see, newest first.
         */
        get: operations["ApiStaffInterviewsListInterviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ReviewInterview
         * @description Questions, answers, recordings and transcripts; reading it is written to the audit log.
         */
        get: operations["ApiStaffInterviewsInterviewIdReviewInterview"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/accommodations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetAccommodations
         * @description What was asked for, and what is in force; reading it is written to the audit log.
         */
        get: operations["ApiStaffInterviewsInterviewIdAccommodationsGetAccommodations"];
        /**
         * SetAccommodations
         * @description Puts accommodations in force from the next question on.
         */
        put: operations["ApiStaffInterviewsInterviewIdAccommodationsSetAccommodations"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/erase": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * EraseInterview
         * @description Erases all of an interview for good, and the person with their last one; the certificate lists what was removed.
         *
         *     Asking again gives the same certificate.
         */
        post: operations["ApiStaffInterviewsInterviewIdEraseEraseInterview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/identity": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ReadIdentity
         * @description How the candidate shows who they are, and what was decided.
         */
        get: operations["ApiStaffInterviewsInterviewIdIdentityReadIdentity"];
        put?: never;
        /**
         * DecideIdentity
         * @description Confirms, or asks the candidate for something else, which they are told.
         */
        post: operations["ApiStaffInterviewsInterviewIdIdentityDecideIdentity"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/identity/photo": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * SeeIdentityPhoto
         * @description The photo; every look is written to the audit log.
         */
        get: operations["ApiStaffInterviewsInterviewIdIdentityPhotoSeeIdentityPhoto"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/invitation": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * InvitationStatus
         * @description How the candidate's link stands, and where it was sent.
         */
        get: operations["ApiStaffInterviewsInterviewIdInvitationInvitationStatus"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/invitation/revoke": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * RevokeInvitation
         * @description Takes the link back and signs out whoever came in by it.
         */
        post: operations["ApiStaffInterviewsInterviewIdInvitationRevokeRevokeInvitation"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/invitation/send": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SendInvitationAgain
         * @description A new link by mail; those before let nobody in any more.
         */
        post: operations["ApiStaffInterviewsInterviewIdInvitationSendSendInvitationAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/materials": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetMaterials
         * @description What was asked for, and what has arrived.
         */
        get: operations["ApiStaffInterviewsInterviewIdMaterialsGetMaterials"];
        /**
         * SetMaterials
         * @description Asks for papers until a day, notes what has arrived, or wants one no more.
         */
        put: operations["ApiStaffInterviewsInterviewIdMaterialsSetMaterials"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/notes": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ReadNotes
         * @description By the moments that they are about; never seen by the candidate.
         */
        get: operations["ApiStaffInterviewsInterviewIdNotesReadNotes"];
        put?: never;
        /**
         * WriteNote
         * @description Kept with the moment, and put on the timeline of the review.
         */
        post: operations["ApiStaffInterviewsInterviewIdNotesWriteNote"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/notes/{note_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * EditNote
         * @description Other words for a note of one's own.
         */
        put: operations["ApiStaffInterviewsInterviewIdNotesNoteIdEditNote"];
        post?: never;
        /**
         * DropNote
         * @description Removes a note of one's own.
         */
        delete: operations["ApiStaffInterviewsInterviewIdNotesNoteIdDropNote"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/reopen": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ReopenInterview
         * @description Opens an interview that was not begun in time; the candidate gets a new link by mail.
         */
        post: operations["ApiStaffInterviewsInterviewIdReopenReopenInterview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/room": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * SeeRoom
         * @description Who is there, what was asked and what is ahead; before the interview starts as well.
         */
        get: operations["ApiStaffInterviewsInterviewIdRoomSeeRoom"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/room/ask": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * AskInRoom
         * @description Puts a question on the candidate's screen; one of the flow's is not asked again by the AI.
         */
        post: operations["ApiStaffInterviewsInterviewIdRoomAskAskInRoom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/room/finish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * FinishInterview
         * @description Ends the interview out of a conversation: what was answered is handed in.
         */
        post: operations["ApiStaffInterviewsInterviewIdRoomFinishFinishInterview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/room/hand-back": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * HandBack
         * @description The AI goes on where it was.
         */
        post: operations["ApiStaffInterviewsInterviewIdRoomHandBackHandBack"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/room/here": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * BeHere
         * @description Sent every few seconds; who is silent for long has left.
         */
        post: operations["ApiStaffInterviewsInterviewIdRoomHereBeHere"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/room/join": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * JoinRoom
         * @description Listens, or takes part with camera or microphone; the candidate sees who and as what. The newest device stays.
         */
        post: operations["ApiStaffInterviewsInterviewIdRoomJoinJoinRoom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/room/leave": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * LeaveRoom
         * @description Goes. Whoever led hands on: to who has been here longest, else to the AI.
         */
        post: operations["ApiStaffInterviewsInterviewIdRoomLeaveLeaveRoom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/room/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * QueueQuestion
         * @description Keeps a question in mind, seen by staff alone.
         */
        post: operations["ApiStaffInterviewsInterviewIdRoomQuestionsQueueQuestion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/room/questions/{question_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * DropQuestion
         * @description Takes it off the list.
         */
        delete: operations["ApiStaffInterviewsInterviewIdRoomQuestionsQuestionIdDropQuestion"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/room/questions/{question_id}/take": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TakeQuestion
         * @description Tells the others who is going to ask it.
         */
        post: operations["ApiStaffInterviewsInterviewIdRoomQuestionsQuestionIdTakeTakeQuestion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/room/reactions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ReactInRoom
         * @description Shown for a moment, kept nowhere.
         */
        post: operations["ApiStaffInterviewsInterviewIdRoomReactionsReactInRoom"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/room/state": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * SayRoomState
         * @description Muted, camera off, sharing the screen, hand raised: what is given changes, and everybody is shown it.
         */
        put: operations["ApiStaffInterviewsInterviewIdRoomStateSayRoomState"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/room/take-over": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TakeOver
         * @description The AI falls silent and says so, all clocks stand, and everybody in the room is recorded.
         */
        post: operations["ApiStaffInterviewsInterviewIdRoomTakeOverTakeOver"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/scorecard": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * SaveScorecard
         * @description Saves the actor's card, complete or not; refused where another device saved in between.
         */
        put: operations["ApiStaffInterviewsInterviewIdScorecardSaveScorecard"];
        post?: never;
        /**
         * DiscardScorecard
         * @description Throws away what is being written; submitted versions stay.
         */
        delete: operations["ApiStaffInterviewsInterviewIdScorecardDiscardScorecard"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/scorecard/amendment": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * AmendScorecard
         * @description Begins a new version of a submitted card.
         */
        post: operations["ApiStaffInterviewsInterviewIdScorecardAmendmentAmendScorecard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/scorecard/submission": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SubmitScorecard
         * @description Submits the card as it was saved; from then on it is changed by amendment alone.
         */
        post: operations["ApiStaffInterviewsInterviewIdScorecardSubmissionSubmitScorecard"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/scorecards": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ReadScorecards
         * @description The actor's own card, who has submitted, and the others' cards once they are open to the actor.
         */
        get: operations["ApiStaffInterviewsInterviewIdScorecardsReadScorecards"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/scorecards/disclosure": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * OpenScorecards
         * @description For who was not asked to score: opens the cards, and gives up scoring this interview.
         */
        post: operations["ApiStaffInterviewsInterviewIdScorecardsDisclosureOpenScorecards"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/interviews/{interview_id}/transcribe": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * TranscribeInterview
         * @description Asks again for transcripts that wait for a speech model.
         */
        post: operations["ApiStaffInterviewsInterviewIdTranscribeTranscribeInterview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/invitations": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * InviteCandidate
         * @description Makes the interview and sends the link. All that is wrong with the form is said at once.
         */
        post: operations["ApiStaffInvitationsInviteCandidate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/invitations/choices": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * InvitingChoices
         * @description Positions with their published versions, and the interviewers that may be assigned.
         */
        get: operations["ApiStaffInvitationsChoicesInvitingChoices"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/members": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListMembers
         * @description Every staff account; nothing of candidates.
         */
        get: operations["ApiStaffMembersListMembers"];
        put?: never;
        /**
         * InviteMember
         * @description A new account, whose person chooses a password by the link in their mail.
         */
        post: operations["ApiStaffMembersInviteMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/members/{member_id}/activate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ActivateMember
         * @description Opens a closed account again, with the roles that it had.
         */
        post: operations["ApiStaffMembersMemberIdActivateActivateMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/members/{member_id}/deactivate": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * DeactivateMember
         * @description Closes the account and ends its sessions.
         */
        post: operations["ApiStaffMembersMemberIdDeactivateDeactivateMember"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/members/{member_id}/invite": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * InviteMemberAgain
         * @description Another link to choose a password by; the one before no longer counts.
         */
        post: operations["ApiStaffMembersMemberIdInviteInviteMemberAgain"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/members/{member_id}/rights": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * ChangeRights
         * @description Roles and departments; ends the member's sessions.
         */
        put: operations["ApiStaffMembersMemberIdRightsChangeRights"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/monitor": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * RunningInterviews
         * @description The interviews that run now; who waits for a person comes first.
         */
        get: operations["ApiStaffMonitorRunningInterviews"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/monitor/response-times": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * RescueTimes
         * @description How long it takes from a call until the first reaction.
         */
        get: operations["ApiStaffMonitorResponseTimesRescueTimes"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/monitor/{interview_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * CatchUp
         * @description What has happened so far, for whoever comes to help.
         */
        get: operations["ApiStaffMonitorInterviewIdCatchUp"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/monitor/{interview_id}/attend": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * AttendInterview
         * @description Says to the others that the actor looks after it; the time since the call is measured.
         */
        post: operations["ApiStaffMonitorInterviewIdAttendAttendInterview"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/notice-channels": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * NoticeChannels
         * @description Which channels this installation has, and what the others lack.
         */
        get: operations["ApiStaffNoticeChannelsNoticeChannels"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/notice-templates": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Templates
         * @description The words of each kind of notice, with their versions.
         */
        get: operations["ApiStaffNoticeTemplatesTemplates"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/notice-templates/{kind}/patience": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * SetPatience
         * @description After how long unread a notice of this kind goes by the next channel as well.
         */
        put: operations["ApiStaffNoticeTemplatesKindPatienceSetPatience"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/notice-templates/{kind}/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * PreviewTemplate
         * @description How people would read it.
         */
        post: operations["ApiStaffNoticeTemplatesKindPreviewPreviewTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/notice-templates/{kind}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * PublishTemplate
         * @description Uses a version from now on, which has to be whole in every language; 0 goes back to the built-in words.
         */
        post: operations["ApiStaffNoticeTemplatesKindPublishPublishTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/notice-templates/{kind}/versions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * SaveTemplate
         * @description A new version of the words; placeholders are checked.
         */
        post: operations["ApiStaffNoticeTemplatesKindVersionsSaveTemplate"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/policy": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * PolicyMatrix
         * @description The policy table: which roles carry which permission.
         */
        get: operations["ApiStaffPolicyPolicyMatrix"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/positions/{position_id}/flows": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * DraftFlow
         * @description A new version to be written; a position has one draft at a time.
         */
        post: operations["ApiStaffPositionsPositionIdFlowsDraftFlow"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/positions/{position_id}/rubrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * DraftRubric
         * @description A new version to be written; a position has one draft at a time.
         */
        post: operations["ApiStaffPositionsPositionIdRubricsDraftRubric"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/questions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListBankQuestions
         * @description The questions kept for many flows, the best matches first.
         */
        get: operations["ApiStaffQuestionsListBankQuestions"];
        put?: never;
        /**
         * AddBankQuestion
         * @description A new question; all that is wrong with it is said at once.
         */
        post: operations["ApiStaffQuestionsAddBankQuestion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/questions/{question_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ReadBankQuestion
         * @description One question with all its versions.
         */
        get: operations["ApiStaffQuestionsQuestionIdReadBankQuestion"];
        /**
         * EditBankQuestion
         * @description Makes a new version; flows keep the one that they copied.
         */
        put: operations["ApiStaffQuestionsQuestionIdEditBankQuestion"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/questions/{question_id}/archive": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * ArchiveBankQuestion
         * @description Puts it away, or brings it back; copies in flows stay as they are.
         */
        post: operations["ApiStaffQuestionsQuestionIdArchiveArchiveBankQuestion"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/reminders": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ReminderPlans
         * @description Which reminders go out, for all positions and for those with rules of their own.
         */
        get: operations["ApiStaffRemindersReminderPlans"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/reminders/preview": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * PreviewReminder
         * @description What people would read by that rule.
         */
        post: operations["ApiStaffRemindersPreviewPreviewReminder"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/reminders/{plan_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        /**
         * SaveReminderPlan
         * @description Sets the rules of a position, or of all (`default`).
         */
        put: operations["ApiStaffRemindersPlanIdSaveReminderPlan"];
        post?: never;
        /**
         * DropReminderPlan
         * @description Goes back to the common rules.
         */
        delete: operations["ApiStaffRemindersPlanIdDropReminderPlan"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/rescue/calls": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListCalls
         * @description Who waits for a person, and whether the reader is on duty.
         */
        get: operations["ApiStaffRescueCallsListCalls"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/rescue/calls/{rescue_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetCall
         * @description One call with its catch-up; reading it is written to the audit log.
         */
        get: operations["ApiStaffRescueCallsRescueIdGetCall"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/rescue/calls/{rescue_id}/accept": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * AcceptCall
         * @description Takes the call. The first one has it; later ones hear who it is.
         */
        post: operations["ApiStaffRescueCallsRescueIdAcceptAcceptCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/rescue/calls/{rescue_id}/decline": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * DeclineCall
         * @description Cannot come; where nobody of the level is left, the next one is called at once.
         */
        post: operations["ApiStaffRescueCallsRescueIdDeclineDeclineCall"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/rescue/duty": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * OwnDuty
         * @description Whether the reader is called now.
         */
        get: operations["ApiStaffRescueDutyOwnDuty"];
        /**
         * SwitchDuty
         * @description "I am on duty now", or not, for eight hours, or as the rota says.
         */
        put: operations["ApiStaffRescueDutySwitchDuty"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/rescue/rota": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetRota
         * @description Who is called when, level after level.
         */
        get: operations["ApiStaffRescueRotaGetRota"];
        /**
         * SaveRota
         * @description Replaces the rota of the named version.
         */
        put: operations["ApiStaffRescueRotaSaveRota"];
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/rubrics": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListRubrics
         * @description Every position with the versions of its rubric, newest first.
         */
        get: operations["ApiStaffRubricsListRubrics"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/rubrics/{rubric_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ReadRubric
         * @description A version whole, with all that keeps it from being published.
         */
        get: operations["ApiStaffRubricsRubricIdReadRubric"];
        /**
         * SaveRubric
         * @description Saves a draft, complete or not; refused where somebody else saved in between.
         */
        put: operations["ApiStaffRubricsRubricIdSaveRubric"];
        post?: never;
        /**
         * DiscardRubric
         * @description Throws a draft away; what was published stays.
         */
        delete: operations["ApiStaffRubricsRubricIdDiscardRubric"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/rubrics/{rubric_id}/publish": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * PublishRubric
         * @description From now on new cards use it; those that were begun before keep theirs.
         */
        post: operations["ApiStaffRubricsRubricIdPublishPublishRubric"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/scorecards/waiting": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * CardsWaiting
         * @description Interviews that wait for the actor's card, the longest waiting first.
         */
        get: operations["ApiStaffScorecardsWaitingCardsWaiting"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/suppressions": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Suppressions
         * @description Addresses that are not written to any more.
         */
        get: operations["ApiStaffSuppressionsSuppressions"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/staff/suppressions/{suppression_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * LiftSuppression
         * @description Writes to a bounced address again.
         */
        delete: operations["ApiStaffSuppressionsSuppressionIdLiftSuppression"];
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/system/events/{group}/{event_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * RetryEvent
         * @description Gives a dead event back to the part of the house that failed to follow it.
         */
        post: operations["ApiSystemEventsGroupEventIdRetryRetryEvent"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/system/work": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * GetWork
         * @description Processes, waiting work, and what is dead.
         */
        get: operations["ApiSystemWorkGetWork"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/system/work/{job_id}/retry": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * RetryJob
         * @description Puts a dead job back into its queue.
         */
        post: operations["ApiSystemWorkJobIdRetryRetryJob"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/unsubscribe/{token}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Unsubscribe
         * @description Ends mails to the address that the link was sent to; also RFC 8058's one click.
         */
        post: operations["ApiUnsubscribeTokenUnsubscribe"];
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/api/zones": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * ListZones
         * @description The IANA time zones that are known here.
         */
        get: operations["ApiZonesListZones"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/calendar/{file}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * CalendarFeed
         * @description Somebody's own calendar, by the token in its address (RFC 5545).
         */
        get: operations["CalendarFileCalendarFeed"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/readyz": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        /**
         * Readyz
         * @description What is missing, by part and code; 503 where interviews cannot run.
         */
        get: operations["ReadyzReadyz"];
        put?: never;
        post?: never;
        delete?: never;
        options?: never;
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rtc/whep/{room}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Watch
         * @description Watches a live interview: the body is an SDP offer that receives. The candidate sees who watches.
         */
        post: operations["RtcWhepRoomWatch"];
        delete?: never;
        /**
         * DescribeWatching
         * @description What may be posted here; TURN servers only for those who may watch this room.
         */
        options: operations["RtcWhepRoomDescribeWatching"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rtc/whep/{room}/{resource_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * StopWatching
         * @description Ends one's own session.
         */
        delete: operations["RtcWhepRoomResourceIdStopWatching"];
        options?: never;
        head?: never;
        /**
         * TrickleWatch
         * @description Neither trickle ICE nor ICE restarts.
         */
        patch: operations["RtcWhepRoomResourceIdTrickleWatch"];
        trace?: never;
    };
    "/rtc/whip/{room}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * Publish
         * @description Publishes into a room: the body is an SDP offer, the answer's body the SDP answer, Location the session.
         */
        post: operations["RtcWhipRoomPublish"];
        delete?: never;
        /**
         * Describe
         * @description What may be posted here (RFC 9725 4.2), and the ICE servers (4.6): to relay, a phone needs them for its offer.
         *
         *     Who may not publish here learns of no TURN server, so that these relay for nobody else.
         */
        options: operations["RtcWhipRoomDescribe"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/rtc/whip/{room}/{resource_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        post?: never;
        /**
         * Leave
         * @description Ends the session.
         */
        delete: operations["RtcWhipRoomResourceIdLeave"];
        options?: never;
        head?: never;
        /**
         * Trickle
         * @description Neither trickle ICE nor ICE restarts.
         */
        patch: operations["RtcWhipRoomResourceIdTrickle"];
        trace?: never;
    };
    "/uploads": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * CreateUpload
         * @description Begins an upload (creation), with the first bytes where the body has some (creation-with-upload).
         */
        post: operations["UploadsCreateUpload"];
        delete?: never;
        /**
         * UploadsOptions
         * @description What this server can do.
         */
        options: operations["UploadsUploadsOptions"];
        head?: never;
        patch?: never;
        trace?: never;
    };
    "/uploads/{upload_id}": {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        get?: never;
        put?: never;
        /**
         * OverrideUpload
         * @description For clients whose network lets no other method through: `X-HTTP-Method-Override` names it.
         */
        post: operations["UploadsUploadIdOverrideUpload"];
        /**
         * EndUpload
         * @description Takes the upload back (termination).
         */
        delete: operations["UploadsUploadIdEndUpload"];
        /**
         * UploadOptions
         * @description What this server can do.
         */
        options: operations["UploadsUploadIdUploadOptions"];
        /**
         * UploadOffset
         * @description How far the upload is.
         */
        head: operations["UploadsUploadIdUploadOffset"];
        /**
         * ContinueUpload
         * @description Goes on with the upload at its offset.
         */
        patch: operations["UploadsUploadIdContinueUpload"];
        trace?: never;
    };
}
export type webhooks = Record<string, never>;
export interface components {
    schemas: {
        /** AccommodationsAsked */
        AccommodationsAsked: {
            /** @default  */
            note: string;
            wishes: ("extra_time" | "extra_thinking" | "captions" | "text_only" | "voice_only" | "interpreter" | "breaks" | "retakes" | "longer_gaps" | "slower_speech" | "other")[];
        };
        /** AccommodationsOpen */
        AccommodationsOpen: {
            /** Format: date-time */
            asked_at: string;
            candidate: string;
            interview_id: string;
            position: components["schemas"]["LocalText"];
            wishes: ("extra_time" | "extra_thinking" | "captions" | "text_only" | "voice_only" | "interpreter" | "breaks" | "retakes" | "longer_gaps" | "slower_speech" | "other")[];
        };
        /** AccommodationsView */
        AccommodationsView: {
            asked: components["schemas"]["AccommodationsAsked"] | null;
            asked_at: string | null;
            decided_at: string | null;
            decided_by: string | null;
            in_force: components["schemas"]["InForce"];
            interview_id: string;
            suggested: components["schemas"]["InForce"];
        };
        /** Acknowledgement */
        Acknowledgement: {
            /** @enum {string} */
            fit: "short" | "fits" | "long";
            /** @default false */
            is_practice: boolean;
            length_s: number | null;
            next_at: string | null;
            /** @default 0 */
            retakes_left: number;
            /** @default  */
            turn_id: string;
            words: number | null;
        };
        /** Anchor */
        Anchor: {
            at: components["schemas"]["Reading"];
            server_ms: number;
        };
        /** AnswerReceived */
        AnswerReceived: {
            receipt: string;
            take: string;
            timing: components["schemas"]["AnswerTiming"];
        };
        /** AnswerTiming */
        AnswerTiming: {
            began_at: string | null;
            /** @enum {string} */
            clock: "steady" | "own" | "none";
            ended_at: string | null;
            opened_at: string | null;
            reasons: string[];
            /** Format: date-time */
            received_at: string;
            /** @enum {string} */
            verdict: "in_time" | "late" | "over_limit" | "unsure";
        };
        /** AnswersWaiting */
        AnswersWaiting: {
            answers: number;
            device: string;
            interview_id: string;
            size_bytes: number;
        };
        /** AppointmentOwn */
        AppointmentOwn: {
            cancel_until: string | null;
            /** Format: date-time */
            end: string;
            google_url: string;
            /** @enum {string} */
            mode: "ai" | "people";
            move_until: string | null;
            /** Format: date-time */
            opens_at: string;
            outlook_url: string;
            people: string[];
            /** Format: date-time */
            start: string;
        };
        /** AppointmentView */
        AppointmentView: {
            /** Format: date-time */
            closes_at: string;
            /** Format: date-time */
            ends_at: string;
            is_lifted: boolean;
            /** Format: date-time */
            opens_at: string;
            /** Format: date-time */
            starts_at: string;
        };
        /** AskQuestion */
        AskQuestion: {
            participant_id: string;
            question_id?: string | null;
            queued?: string | null;
            text: string;
        };
        /** AskedInRoom */
        AskedInRoom: {
            /** Format: date-time */
            at: string;
            by: string;
            question_id: string | null;
            text: string;
        };
        /** Assigned */
        Assigned: {
            assignee_id: string | null;
            /** @default  */
            note: string;
        };
        /** AttachmentView */
        AttachmentView: {
            id: string;
            mime_type: string;
            name: string;
            size_bytes: number;
            url: string;
        };
        /** Attending */
        Attending: {
            interview_id: string;
            name: string;
            response_s: number;
            /** Format: date-time */
            since: string;
        };
        /** AudienceSize */
        AudienceSize: {
            count: number;
            is_exact: boolean;
        };
        /** AuditPage */
        AuditPage: {
            items: components["schemas"]["AuditRow"][];
            next: string | null;
        };
        /** AuditRow */
        AuditRow: {
            action: string;
            actor_id: string;
            actor_kind: string;
            /** Format: date-time */
            at: string;
            detail: {
                [key: string]: string;
            };
            hash: string;
            number: number;
            previous_hash: string;
            subject: string;
        };
        /** AuditVerdict */
        AuditVerdict: {
            broken_at: number | null;
            entries: number;
            is_intact: boolean;
        };
        /** AvailabilityGiven */
        AvailabilityGiven: {
            /** @default 10 */
            buffer_after_min: number;
            /** @default 0 */
            buffer_before_min: number;
            daily_limit?: number | null;
            /** @default 4 */
            notice_h: number;
            pattern: components["schemas"]["Pattern"];
            version: number;
        };
        /** AvailabilityView */
        AvailabilityView: {
            buffer_after_min: number;
            buffer_before_min: number;
            daily_limit: number | null;
            feeds: components["schemas"]["FeedView"][];
            holidays: components["schemas"]["Holiday"][];
            is_set: boolean;
            member_id: string;
            name: string;
            notice_h: number;
            pattern: components["schemas"]["Pattern"];
            version: number;
        };
        /** BankArchived */
        BankArchived: {
            is_archived: boolean;
        };
        /** BankDraft */
        BankDraft: {
            based_on?: number | null;
            /** @default  */
            note: string;
            question: components["schemas"]["Question"];
            tags?: string[];
        };
        /** BankPage */
        BankPage: {
            items: components["schemas"]["BankRow"][];
            tags: string[];
            total: number;
        };
        /** BankRow */
        BankRow: {
            /** Format: date-time */
            changed_at: string;
            changed_by: string | null;
            id: string;
            is_archived: boolean;
            number: number;
            question: components["schemas"]["Question"];
            tags: string[];
        };
        /** BankSource */
        BankSource: {
            id: string;
            number: number;
        };
        /** BankVersionView */
        BankVersionView: {
            /** Format: date-time */
            at: string;
            by: string | null;
            note: string;
            number: number;
            question: components["schemas"]["Question"];
            tags: string[];
        };
        /** BankView */
        BankView: {
            id: string;
            is_archived: boolean;
            versions: components["schemas"]["BankVersionView"][];
        };
        /** Block */
        Block: {
            /** @enum {string} */
            kind: "paragraph" | "heading" | "bullets" | "numbers";
            lines: components["schemas"]["Span"][][];
        };
        /** BookedByStaff */
        BookedByStaff: {
            /** Format: date-time */
            start: string;
        };
        /** BookingPlanGiven */
        BookingPlanGiven: {
            all_of?: string[];
            any_of?: string[];
            /** @default 2 */
            cancel_until_h: number;
            /** @default 30 */
            duration_min: number;
            /** @default 14 */
            horizon_days: number;
            /** @default true */
            is_open: boolean;
            /** @enum {string} */
            mode: "ai" | "people";
            /** @default 24 */
            move_until_h: number;
            /** @default 3 */
            moves_max: number;
            /** @default 4 */
            notice_h: number;
            /** @default 60 */
            offer_min: number;
            pattern: components["schemas"]["Pattern"];
            /** @default 30 */
            step_min: number;
            version: number;
            /** @default 120 */
            window_min: number;
        };
        /** BookingPlanView */
        BookingPlanView: {
            all_of: string[];
            any_of: string[];
            cancel_until_h: number;
            duration_min: number;
            horizon_days: number;
            is_open: boolean;
            is_set: boolean;
            /** @enum {string} */
            mode: "ai" | "people";
            move_until_h: number;
            moves_max: number;
            notice_h: number;
            offer_min: number;
            pattern: components["schemas"]["Pattern"];
            position: components["schemas"]["LocalText"];
            position_id: string;
            step_min: number;
            version: number;
            window_min: number;
        };
        /** BookingView */
        BookingView: {
            appointment: components["schemas"]["AppointmentOwn"] | null;
            cancel_until_h: number;
            contact_email: string;
            contact_name: string;
            duration_min: number;
            employer: components["schemas"]["LocalText"];
            employer_zone: string;
            held: components["schemas"]["HeldView"] | null;
            is_open: boolean;
            length_min: number;
            /** @enum {string} */
            mode: "ai" | "people";
            move_until_h: number;
            /** Format: date-time */
            now: string;
            position: components["schemas"]["LocalText"];
            position_id: string;
            revision: number;
            sequence: number;
            /** @enum {string} */
            state: "open" | "booked" | "cancelled" | "missed" | "kept";
            times: components["schemas"]["TimeView"][];
            waiting: components["schemas"]["WaitingView"] | null;
            why: {
                [key: string]: number;
            };
            zone: string;
        };
        /** BookingsView */
        BookingsView: {
            bookings: components["schemas"]["StaffBooking"][];
            coverage: components["schemas"]["Coverage"][];
            /** Format: date-time */
            end: string;
            /** Format: date-time */
            now: string;
            people: components["schemas"]["Unbooked"][];
            /** Format: date-time */
            start: string;
        };
        /** BranchArm */
        BranchArm: {
            go_to: string;
            when: components["schemas"]["ChoiceIs"] | components["schemas"]["SegmentIs"] | components["schemas"]["LanguageIs"];
        };
        /** BranchStep */
        BranchStep: {
            arms: components["schemas"]["BranchArm"][];
            id: string;
            otherwise?: string | null;
            /** @constant */
            type: "branch";
        };
        /** BreakStep */
        BreakStep: {
            id: string;
            /** @default 120 */
            suggested_s: number;
            text?: components["schemas"]["LocalText"] | null;
            /** @constant */
            type: "break";
        };
        /** CalendarAddress */
        CalendarAddress: {
            url: string;
        };
        /** CalendarState */
        CalendarState: {
            is_shared: boolean;
            since: string | null;
        };
        /** CalendarView */
        CalendarView: {
            bookings: components["schemas"]["StaffBooking"][];
            busy: components["schemas"]["Stretch"][];
            /** Format: date-time */
            end: string;
            member_id: string;
            name: string;
            open: components["schemas"]["Stretch"][];
            /** Format: date-time */
            start: string;
            zone: string;
        };
        /** CampaignDetail */
        CampaignDetail: {
            campaign: components["schemas"]["CampaignView"];
            results: components["schemas"]["CampaignResults"];
        };
        /** CampaignDraft */
        CampaignDraft: {
            name: string;
            /** @default / */
            path: string;
            /** @default 600 */
            rate_per_min: number;
            segment: components["schemas"]["CampaignSegment"];
            text: components["schemas"]["TemplateText"];
            /** @default 0 */
            version: number;
        };
        /** CampaignList */
        CampaignList: {
            items: components["schemas"]["CampaignView"][];
            paths: string[];
            placeholders: string[];
        };
        /** CampaignResults */
        CampaignResults: {
            asked: number;
            channels: components["schemas"]["ChannelTally"][];
            clicked: number;
            failed: number;
            /** @default false */
            is_counting: boolean;
            out: number;
            read: number;
            waiting: number;
            withdrawn: number;
        };
        /** CampaignSegment */
        CampaignSegment: {
            /**
             * @default any
             * @enum {string}
             */
            booking: "any" | "booked" | "not_booked";
            /**
             * @default any
             * @enum {string}
             */
            device: "any" | "problem" | "not_checked" | "fine";
            /**
             * @default any
             * @enum {string}
             */
            language: "any" | "zh-CN" | "en";
            position_ids?: string[];
            stages?: ("invited" | "interviewing" | "in_review" | "human_route" | "closed")[];
        };
        /** CampaignStart */
        CampaignStart: {
            starts_at?: string | null;
        };
        /** CampaignView */
        CampaignView: {
            asked: number;
            /** Format: date-time */
            created_at: string;
            ended_at: string | null;
            id: string;
            name: string;
            path: string;
            rate_per_min: number;
            seen: number;
            segment: components["schemas"]["CampaignSegment"];
            started_at: string | null;
            starts_at: string | null;
            /** @enum {string} */
            state: "draft" | "scheduled" | "running" | "done" | "stopped";
            text: components["schemas"]["TemplateText"];
            version: number;
        };
        /** CandidateAsked */
        CandidateAsked: {
            email: string;
            first_name: string;
            flow_id?: string | null;
            interviewer_ids?: string[];
            /** @enum {string} */
            language: "zh-CN" | "en";
            name: string;
            /** @default 7 */
            open_days: number;
            position_id: string;
            /** @enum {string} */
            segment: "graduate" | "experienced" | "returning";
        };
        /** CandidateInvited */
        CandidateInvited: {
            candidate: string;
            /** Format: date-time */
            expires_at: string;
            flow_number: number;
            interview_id: string;
            is_known: boolean;
            link: string;
        };
        /** CandidateReaction */
        CandidateReaction: {
            /** @enum {string} */
            reaction: "thumbs_up" | "clap" | "heart" | "smile" | "nod" | "wave";
        };
        /** CandidateRoomState */
        CandidateRoomState: {
            is_camera_off?: boolean | null;
            is_muted?: boolean | null;
            is_sharing?: boolean | null;
        };
        /** CannedDraft */
        CannedDraft: {
            text: components["schemas"]["LocalText"];
            title: components["schemas"]["LocalText"];
            version?: number | null;
        };
        /** CannedView */
        CannedView: {
            filled: string | null;
            id: string;
            text: components["schemas"]["LocalText"];
            title: components["schemas"]["LocalText"];
            version: number;
        };
        /** CardContent */
        CardContent: {
            /** @default  */
            comment: string;
            ratings?: components["schemas"]["Rating"][];
            /** @enum {null|string} */
            recommendation?: "strong_yes" | "yes" | "no" | "strong_no" | null;
        };
        /** CardDraft */
        CardDraft: {
            /** @default  */
            comment: string;
            ratings: components["schemas"]["RatingDraft"][];
            /** @enum {null|string} */
            recommendation?: "strong_yes" | "yes" | "no" | "strong_no" | null;
            revision: number | null;
        };
        /** CardProblem */
        CardProblem: {
            /** @enum {string} */
            code: "level_missing" | "reason_missing" | "evidence_missing" | "recommendation_missing";
            competency_id?: string | null;
        };
        /** CardRubric */
        CardRubric: {
            competencies: components["schemas"]["RubricCompetency"][];
            id: string;
            number: number;
        };
        /** CardSubmission */
        CardSubmission: {
            /** @default  */
            reason: string;
            revision: number;
        };
        /** CardVersionView */
        CardVersionView: {
            /** Format: date-time */
            at: string;
            content: components["schemas"]["CardContent"];
            mean: number | null;
            number: number;
            reason: string;
            was_open: boolean;
        };
        /** CardWaiting */
        CardWaiting: {
            candidate: string;
            interview_id: string;
            /** @enum {string} */
            interview_state: "invited" | "consented" | "checked" | "live" | "paused" | "submitted" | "processing" | "reviewable" | "closed" | "expired" | "withdrawn" | "abandoned" | "human_route";
            position: components["schemas"]["LocalText"];
            /** @enum {string} */
            state: "none" | "draft" | "submitted" | "amending";
            /** Format: date-time */
            submitted_at: string;
        };
        /** CardsSummary */
        CardsSummary: {
            cards: number;
            competencies: components["schemas"]["CompetencySummary"][];
            high: number | null;
            low: number | null;
            mean: number | null;
            recommendations: {
                [key: string]: number;
            };
        };
        /** ChannelStatus */
        ChannelStatus: {
            /** @enum {string} */
            channel: "push" | "sms" | "email" | "im";
            code: string | null;
        };
        /** ChannelTally */
        ChannelTally: {
            /** @enum {string} */
            channel: "push" | "sms" | "email" | "im";
            count: number;
            /** @enum {string} */
            state: "queued" | "sent" | "accepted" | "delivered" | "opened" | "clicked" | "failed";
        };
        /** ChoiceIs */
        ChoiceIs: {
            options: string[];
            step: string;
            /** @constant */
            type: "choice_is";
        };
        /** ChoiceOption */
        ChoiceOption: {
            id: string;
            text: components["schemas"]["LocalText"];
        };
        /** ChoiceView */
        ChoiceView: {
            id: string;
            is_chosen: boolean;
            text: components["schemas"]["LocalText"];
        };
        /** ClosingStep */
        ClosingStep: {
            id: string;
            text: components["schemas"]["LocalText"];
            /** @constant */
            type: "closing";
        };
        /** CodeSent */
        CodeSent: {
            expires_in_s: number;
            masked_email: string;
            resend_after_s: number;
        };
        /** Command */
        Command: {
            /** @enum {null|string} */
            answer_kind?: "video" | "voice" | "text" | "code" | "choice" | "creative" | "scenario" | null;
            /** @enum {null|string} */
            code_language?: "python" | "javascript" | "java" | "cpp" | "sql" | "plain" | null;
            id: string;
            /** @enum {string} */
            kind: "continue" | "start_answer" | "done" | "more_time" | "think" | "repeat" | "rephrase" | "slower" | "longer_gap" | "skip" | "return_to" | "retake" | "pause" | "resume" | "switch_kind" | "draft" | "choose" | "rung" | "leave" | "help";
            options?: string[] | null;
            reason?: string | null;
            /** @enum {null|string} */
            rung?: "video_high" | "video_medium" | "video_low" | "audio" | "text" | "offline" | "call_back" | null;
            sent_at?: string | null;
            tab?: string | null;
            target?: string | null;
            text?: string | null;
            turn_id?: string | null;
        };
        /** Competency */
        Competency: {
            id: string;
            name: components["schemas"]["LocalText"];
            weight: number;
        };
        /** CompetencySummary */
        CompetencySummary: {
            competency_id: string;
            deviation: number | null;
            levels: number[];
            mean: number | null;
            spread: number | null;
            unassessed: number;
        };
        /** ConsentGiven */
        ConsentGiven: {
            accepts_sensitive: boolean;
            /** @enum {string} */
            language: "zh-CN" | "en";
            version: string;
        };
        /** ConsentSection */
        ConsentSection: {
            body: components["schemas"]["LocalText"];
            id: string;
            title: components["schemas"]["LocalText"];
        };
        /** ConsentText */
        ConsentText: {
            sections: components["schemas"]["ConsentSection"][];
            sensitive: components["schemas"]["LocalText"];
            version: string;
        };
        /** ConversationTrack */
        ConversationTrack: {
            began_at: string | null;
            captions_url: string | null;
            duration_s: number | null;
            gaps: components["schemas"]["MediaGap"][];
            loudness_lufs: number | null;
            /** @enum {string} */
            media_state: "none" | "recording" | "processing" | "ready" | "failed";
            media_url: string | null;
            mime_type: string | null;
            name: string;
            offset_s: number | null;
            participant_id: string;
            peaks_url: string | null;
            problem: string | null;
            role: string | null;
            segments: components["schemas"]["Segment"][];
            /** @enum {string} */
            source: "camera" | "screen";
            sources: components["schemas"]["MediaSource"][];
            take_id: string;
            thumbnail_url: string | null;
            /** @enum {string} */
            transcript_state: "none" | "running" | "done" | "waiting_for_model";
        };
        /** Correction */
        Correction: {
            index: number;
            text: string;
        };
        /** Coverage */
        Coverage: {
            booked: number;
            days: components["schemas"]["DayCoverage"][];
            free: number;
            is_open: boolean;
            /** @enum {string} */
            mode: "ai" | "people";
            position: components["schemas"]["LocalText"];
            position_id: string;
            unbooked: number;
            waiting: number;
            why: {
                [key: string]: number;
            };
            zone: string;
        };
        /** DayCoverage */
        DayCoverage: {
            booked: number;
            day: string;
            free: number;
        };
        /** DayException */
        DayException: {
            /** Format: date */
            day: string;
            hours: components["schemas"]["Hours"][];
        };
        /** DeadNews */
        DeadNews: {
            about: string;
            /** Format: date-time */
            at: string;
            group: string;
            id: string;
            kind: string;
            reason: string;
            tries: number;
        };
        /** DeadWork */
        DeadWork: {
            /** Format: date-time */
            at: string;
            id: string;
            kind: string;
            reason: string;
            tries: number;
        };
        /** Declined */
        Declined: {
            /** @default  */
            note: string;
        };
        /** DeliveryPage */
        DeliveryPage: {
            items: components["schemas"]["DeliveryRow"][];
            next?: string | null;
        };
        /** DeliveryRow */
        DeliveryRow: {
            account_id: string;
            /** Format: date-time */
            created_at: string;
            /** Format: date-time */
            due_at: string;
            id: string;
            kind: string;
            /** @enum {string} */
            language: "zh-CN" | "en";
            look_at: string | null;
            name: string;
            read_at: string | null;
            sendings: components["schemas"]["Sending"][];
            shown_at: string | null;
            /** @enum {string} */
            state: "waiting" | "open" | "done" | "failed" | "expired" | "withdrawn";
            /** @enum {string} */
            urgency: "low" | "normal" | "high";
        };
        /** Destination */
        Destination: {
            path: string;
        };
        /** DeviceCheck */
        DeviceCheck: {
            checked_at?: string | null;
            findings: components["schemas"]["DeviceFinding"][];
            network: components["schemas"]["NetworkMeasurement"] | null;
            user_agent: string;
        };
        /** DeviceFinding */
        DeviceFinding: {
            /** @enum {string} */
            item: "browser" | "camera" | "microphone" | "speaker" | "network";
            problem?: string | null;
            /** @enum {string} */
            result: "ok" | "warning" | "failed" | "skipped";
        };
        /** DeviceKey */
        DeviceKey: {
            /**
             * @default P-256
             * @constant
             */
            crv: "P-256";
            /**
             * @default EC
             * @constant
             */
            kty: "EC";
            x: string;
            y: string;
        };
        /** DeviceStep */
        DeviceStep: {
            id: string;
            /** @constant */
            type: "device";
        };
        /** Difference */
        Difference: {
            fields?: string[];
            /** @enum {string} */
            kind: "added" | "removed" | "moved" | "changed" | "pacing";
            step?: string | null;
            step_kind?: string | null;
            title?: components["schemas"]["LocalText"] | null;
        };
        /** DraftAsked */
        DraftAsked: {
            based_on?: string | null;
        };
        /** Duty */
        Duty: {
            exceptions?: components["schemas"]["DayException"][];
            member_id: string;
            weekly?: components["schemas"]["WeeklyHours"][];
        };
        /** DutyMember */
        DutyMember: {
            id: string;
            is_here: boolean;
            is_on_duty: boolean;
            name: string;
            roles: components["schemas"]["Role"][];
            sees_all: boolean;
            switched_until: string | null;
        };
        /** DutySwitched */
        DutySwitched: {
            is_on: boolean | null;
        };
        /** DutyView */
        DutyView: {
            is_on_duty: boolean;
            next_at: string | null;
            /** @enum {string} */
            source: "rota" | "switch" | "none";
            until: string | null;
        };
        /** EditNote */
        EditNote: {
            text: string;
        };
        /** EntryToken */
        EntryToken: {
            token: string;
        };
        /** EntryView */
        EntryView: {
            employer: components["schemas"]["LocalText"];
            /** Format: date-time */
            expires_at: string;
            is_new: boolean;
            /** @enum {string} */
            language: "zh-CN" | "en";
            masked_email: string;
            name: string;
        };
        /** ErasureAsked */
        ErasureAsked: {
            /** @enum {string} */
            reason: "person_asked" | "consent_withdrawn" | "wrong_person" | "no_longer_needed";
        };
        /** ErasureCertificate */
        ErasureCertificate: {
            /** @enum {string} */
            cause: "request" | "retention";
            /** Format: date-time */
            completed_at: string;
            id: string;
            interview_id: string;
            is_person_erased: boolean;
            kept: string[];
            reason: string;
            removed: {
                [key: string]: number;
            };
            /** Format: date-time */
            requested_at: string;
            requested_by: string;
        };
        /** Evidence */
        Evidence: {
            end_s?: number | null;
            media_sha256?: string | null;
            pick: components["schemas"]["EvidencePick"];
            /** Format: date-time */
            picked_at: string;
            quote: string;
            start_s?: number | null;
            take_id?: string | null;
        };
        /** EvidencePick */
        EvidencePick: {
            /** @default 0 */
            from_char: number;
            /** @default 0 */
            from_segment: number;
            /** @default 0 */
            from_word: number;
            id: string;
            seen: string;
            /** @enum {string} */
            source: "transcript" | "correction" | "text";
            /** @default 0 */
            to_char: number;
            /** @default 0 */
            to_segment: number;
            /** @default 0 */
            to_word: number;
            turn_id: string;
        };
        /** FeedGiven */
        FeedGiven: {
            url: string;
        };
        /** FeedView */
        FeedView: {
            busy: number;
            host: string;
            id: string;
            problem: string | null;
            read_at: string | null;
        };
        /** FilmStripView */
        FilmStripView: {
            every_s: number;
            height: number;
            tiles: number;
            url: string;
            width: number;
        };
        /** FlowChoice */
        FlowChoice: {
            duration_min: number;
            id: string;
            number: number;
            published_at: string | null;
            questions: number;
        };
        /** FlowDraft */
        FlowDraft: {
            /** @default  */
            note: string;
            pacing: components["schemas"]["PacingPolicy"];
            steps: (components["schemas"]["IdentityStep"] | components["schemas"]["DeviceStep"] | components["schemas"]["GreetingStep"] | components["schemas"]["PracticeStep"] | components["schemas"]["QuestionStep"] | components["schemas"]["BranchStep"] | components["schemas"]["BreakStep"] | components["schemas"]["ClosingStep"])[];
            version: number;
        };
        /** FlowPosition */
        FlowPosition: {
            competencies: components["schemas"]["Competency"][];
            department: components["schemas"]["LocalText"];
            id: string;
            promised_min: number | null;
            title: components["schemas"]["LocalText"];
        };
        /** FlowProblem */
        FlowProblem: {
            code: string;
            field: string | null;
            step: string | null;
            text: components["schemas"]["LocalText"];
        };
        /** FlowPublished */
        FlowPublished: {
            version: number;
        };
        /** FlowRow */
        FlowRow: {
            based_on: number | null;
            changed_at: string | null;
            changed_by: string | null;
            /** Format: date-time */
            created_at: string;
            created_by: string | null;
            id: string;
            is_current: boolean;
            longest_min: number;
            note: string;
            number: number;
            problems: number;
            published_at: string | null;
            published_by: string | null;
            questions: number;
            shortest_min: number;
            /** @enum {string} */
            state: "draft" | "published";
            version: number;
        };
        /** FlowView */
        FlowView: {
            current_number: number | null;
            differences: components["schemas"]["Difference"][];
            pacing: components["schemas"]["PacingPolicy"];
            position: components["schemas"]["FlowPosition"];
            problems: components["schemas"]["FlowProblem"][];
            ranges: components["schemas"]["PacingRange"][];
            row: components["schemas"]["FlowRow"];
            steps: (components["schemas"]["IdentityStep"] | components["schemas"]["DeviceStep"] | components["schemas"]["GreetingStep"] | components["schemas"]["PracticeStep"] | components["schemas"]["QuestionStep"] | components["schemas"]["BranchStep"] | components["schemas"]["BreakStep"] | components["schemas"]["ClosingStep"])[];
        };
        /**
         * FollowUpRule
         * @default {
         *       "hard_limit_s": 120,
         *       "most": 0,
         *       "soft_limit_s": 60,
         *       "thinking_s": 10
         *     }
         */
        FollowUpRule: {
            /** @default 120 */
            hard_limit_s: number;
            /** @default 0 */
            most: number;
            /** @default 60 */
            soft_limit_s: number;
            /** @default 10 */
            thinking_s: number;
        };
        /** FoundMessage */
        FoundMessage: {
            message: components["schemas"]["MessageView"] | null;
            row: components["schemas"]["ThreadRow"];
        };
        /** GreetingStep */
        GreetingStep: {
            id: string;
            texts: {
                [key: string]: components["schemas"]["LocalText"];
            };
            /** @constant */
            type: "greeting";
        };
        /** HandOverToken */
        HandOverToken: {
            token: string;
        };
        /** HandOverView */
        HandOverView: {
            /** Format: date-time */
            expires_at: string;
            expires_in_s: number;
            link: string;
            qr: components["schemas"]["QrCode"];
        };
        /** Happening */
        Happening: {
            /** Format: date-time */
            at: string;
            detail?: string | null;
            turn_index?: number | null;
            /** @enum {string} */
            what: "started" | "asked" | "answered" | "skipped" | "help" | "dropped" | "rung" | "attended" | "took_over";
        };
        /** HeldView */
        HeldView: {
            /** Format: date-time */
            end: string;
            id: string;
            is_offer: boolean;
            /** Format: date-time */
            start: string;
            /** Format: date-time */
            until: string;
        };
        /** HelpDraft */
        HelpDraft: {
            body: components["schemas"]["LocalText"];
            /** @default false */
            is_hidden: boolean;
            /** @default 500 */
            order: number;
            title: components["schemas"]["LocalText"];
            topics: string[];
            version?: number | null;
        };
        /** HelpEntry */
        HelpEntry: {
            en: components["schemas"]["HelpText"];
            slug: string;
            topics: string[];
            "zh-CN": components["schemas"]["HelpText"];
        };
        /** HelpPage */
        HelpPage: {
            items: components["schemas"]["HelpEntry"][];
        };
        /** HelpPreview */
        HelpPreview: {
            en: components["schemas"]["Block"][];
            "zh-CN": components["schemas"]["Block"][];
        };
        /** HelpSketch */
        HelpSketch: {
            en: string;
            "zh-CN": string;
        };
        /** HelpSource */
        HelpSource: {
            body: components["schemas"]["LocalText"];
            /** @enum {string} */
            en: "builtin" | "edited" | "own" | "hidden";
            has_builtin: boolean;
            is_hidden: boolean;
            is_own: boolean;
            order: number;
            slug: string;
            title: components["schemas"]["LocalText"];
            topics: string[];
            updated_at: string | null;
            version: number;
            /** @enum {string} */
            "zh-CN": "builtin" | "edited" | "own" | "hidden";
        };
        /** HelpText */
        HelpText: {
            blocks: components["schemas"]["Block"][];
            plain: string;
            title: string;
        };
        /** HelpVersionView */
        HelpVersionView: {
            at: string | null;
            body: components["schemas"]["LocalText"];
            by: string;
            is_current: boolean;
            is_hidden: boolean;
            number: number;
            title: components["schemas"]["LocalText"];
            topics: string[];
        };
        /** HoldNamed */
        HoldNamed: {
            id: string;
        };
        /** HoldWanted */
        HoldWanted: {
            /** Format: date-time */
            start: string;
            zone: string;
        };
        /** Holiday */
        Holiday: {
            /** Format: date */
            day: string;
            name: components["schemas"]["LocalText"];
        };
        /** HolidaysGiven */
        HolidaysGiven: {
            days: components["schemas"]["Holiday"][];
        };
        /** HomeAppointment */
        HomeAppointment: {
            candidate: string;
            /** Format: date-time */
            end: string;
            interview_id: string;
            is_begun: boolean;
            is_mine: boolean;
            members: string[];
            /** @enum {string} */
            mode: "ai" | "people";
            position: components["schemas"]["LocalText"];
            /** Format: date-time */
            start: string;
            /** @enum {string} */
            state: "open" | "booked" | "cancelled" | "missed" | "kept";
        };
        /** HomeItem */
        HomeItem: {
            candidate: string;
            id: string;
            interview_id: string;
            position: components["schemas"]["LocalText"];
            /** Format: date-time */
            since: string;
        };
        /** HomePile */
        HomePile: {
            count: number;
            items: components["schemas"]["HomeItem"][];
            /** @enum {string} */
            kind: "help" | "thread" | "review" | "scorecard" | "accommodation";
        };
        /** HomeRunning */
        HomeRunning: {
            alerts: components["schemas"]["MonitorAlert"][];
            candidate: string;
            held_by: string | null;
            interview_id: string;
            is_mine: boolean;
            position: components["schemas"]["LocalText"];
            progress: components["schemas"]["Progress"];
        };
        /** Hours */
        Hours: {
            end_min: number;
            start_min: number;
        };
        /** IdentityDecision */
        IdentityDecision: {
            /** Format: date-time */
            given_at: string;
            /** @enum {string} */
            verdict: "confirmed" | "again";
        };
        /** IdentityState */
        IdentityState: {
            given_at?: string | null;
            /**
             * @default open
             * @enum {string}
             */
            verdict: "open" | "confirmed" | "again";
            /** @enum {null|string} */
            way: "photo" | "call" | "in_person" | null;
        };
        /** IdentityStep */
        IdentityStep: {
            id: string;
            /** @constant */
            type: "identity";
            /** @default false */
            wants_document: boolean;
        };
        /** IdentityView */
        IdentityView: {
            decided_at: string | null;
            decided_by: string | null;
            given_at: string | null;
            height: number | null;
            interview_id: string;
            is_wanted: boolean;
            retention_days: number;
            /** @enum {string} */
            verdict: "open" | "confirmed" | "again";
            /** @enum {null|string} */
            way: "photo" | "call" | "in_person" | null;
            width: number | null;
        };
        /** InForce */
        InForce: {
            /**
             * @default as_asked
             * @enum {string}
             */
            answers_by: "as_asked" | "voice" | "text";
            /** @default false */
            captions: boolean;
            /** @default 1 */
            gap_factor: number;
            /** @default false */
            interpreter: boolean;
            /** @default 1 */
            patience_factor: number;
            /** @default 0 */
            pauses_extra: number;
            /** @default 0 */
            retakes_extra: number;
            /** @default 1 */
            speech_rate: number;
            /** @default 1 */
            thinking_factor: number;
            /** @default 1 */
            time_factor: number;
        };
        /** InRoom */
        InRoom: {
            participant_id: string;
        };
        /** InboxItem */
        InboxItem: {
            /** Format: date-time */
            at: string;
            body: string;
            button: string;
            id: string;
            kind: string;
            path: string;
            read_at: string | null;
            short: string;
            title: string;
            /** @enum {string} */
            urgency: "low" | "normal" | "high";
        };
        /** InterviewPage */
        InterviewPage: {
            items: components["schemas"]["InterviewRow"][];
            next: string | null;
        };
        /** InterviewRow */
        InterviewRow: {
            alerts?: components["schemas"]["MonitorAlert"][];
            candidate: string;
            department: components["schemas"]["LocalText"];
            device_problem: string | null;
            /** @default 0 */
            drops: number;
            held_by?: string | null;
            id: string;
            is_connected: boolean;
            /** @enum {null|string} */
            phase: "greeting" | "thinking" | "answering" | "acknowledged" | "break" | "closing" | "done" | null;
            position: components["schemas"]["LocalText"];
            progress: components["schemas"]["Progress"];
            /** @enum {null|string} */
            rung?: "video_high" | "video_medium" | "video_low" | "audio" | "text" | "offline" | "call_back" | null;
            /** @enum {string} */
            state: "invited" | "consented" | "checked" | "live" | "paused" | "submitted" | "processing" | "reviewable" | "closed" | "expired" | "withdrawn" | "abandoned" | "human_route";
            /** @enum {null|string} */
            step?: "greeting" | "practice" | "question" | "break" | "closing" | null;
            step_since?: string | null;
            /** @enum {string} */
            transcript_state: "none" | "running" | "done" | "waiting_for_model";
            unhelped_since?: string | null;
            /** Format: date-time */
            updated_at: string;
            version: number;
        };
        /** InterviewView */
        InterviewView: {
            answer_kinds: ("video" | "voice" | "text" | "code" | "choice" | "creative" | "scenario")[];
            appointment?: components["schemas"]["AppointmentView"] | null;
            consented_version: string | null;
            contact_email: string;
            contact_name: string;
            department: components["schemas"]["LocalText"];
            device_check: components["schemas"]["DeviceCheck"] | null;
            duration_min: number;
            employer: components["schemas"]["LocalText"];
            /** Format: date-time */
            expires_at: string;
            first_name: string;
            id: string;
            identity?: components["schemas"]["IdentityState"] | null;
            /** @default 0 */
            offline_questions: number;
            position: components["schemas"]["LocalText"];
            questions: number;
            result_by: string | null;
            retention_days: number;
            reviewers: string[];
            room: string;
            /** @enum {string} */
            segment: "graduate" | "experienced" | "returning";
            /** @enum {string} */
            state: "invited" | "consented" | "checked" | "live" | "paused" | "submitted" | "processing" | "reviewable" | "closed" | "expired" | "withdrawn" | "abandoned" | "human_route";
            version: number;
        };
        /** InvitationSignIn */
        InvitationSignIn: {
            code: string;
            token: string;
        };
        /** InvitationToken */
        InvitationToken: {
            token: string;
        };
        /** InvitationView */
        InvitationView: {
            answer_kinds: string[];
            contact_email: string;
            contact_name: string;
            duration_min: number;
            employer: components["schemas"]["LocalText"];
            /** Format: date-time */
            expires_at: string;
            first_name: string;
            /** @enum {string} */
            language: "zh-CN" | "en";
            masked_email: string;
            position: components["schemas"]["LocalText"];
            questions: number;
            /** @enum {string} */
            state: "ready" | "expired" | "used" | "revoked";
        };
        /** InvitingChoices */
        InvitingChoices: {
            interviewers: components["schemas"]["MemberChoice"][];
            positions: components["schemas"]["PositionChoice"][];
        };
        /** JoinRoom */
        JoinRoom: {
            /** @enum {string} */
            mode: "observe" | "take_part";
            resume?: string | null;
        };
        /** LanguageChoice */
        LanguageChoice: {
            /** @enum {string} */
            language: "zh-CN" | "en";
        };
        /** LanguageIs */
        LanguageIs: {
            languages: ("zh-CN" | "en")[];
            /** @constant */
            type: "language_is";
        };
        /** Level */
        Level: {
            duties?: components["schemas"]["Duty"][];
        };
        /** LinkAsked */
        LinkAsked: {
            /** @default 7 */
            open_days: number;
        };
        /** LinkSent */
        LinkSent: {
            link: string;
            status: components["schemas"]["LinkStatus"];
        };
        /** LinkStatus */
        LinkStatus: {
            email: string;
            expires_at: string | null;
            /** @default false */
            may_reopen: boolean;
            may_send: boolean;
            sent: number;
            sent_at: string | null;
            /** @enum {string} */
            state: "ready" | "expired" | "used" | "revoked" | "none";
        };
        /** LiveRoomView */
        LiveRoomView: {
            asked: string | null;
            conversation_since: string | null;
            held_by: string | null;
            interview_id: string;
            is_recording: boolean;
            participants: components["schemas"]["RoomParticipant"][];
            /** @default 6 */
            seats: number;
            seats_taken: number;
            /** @enum {string} */
            state: "invited" | "consented" | "checked" | "live" | "paused" | "submitted" | "processing" | "reviewable" | "closed" | "expired" | "withdrawn" | "abandoned" | "human_route";
            version: number;
        };
        /** LiveView */
        LiveView: {
            accommodations?: components["schemas"]["InForce"] | null;
            acknowledgement: components["schemas"]["Acknowledgement"] | null;
            allowed?: ("continue" | "start_answer" | "done" | "more_time" | "think" | "repeat" | "rephrase" | "slower" | "longer_gap" | "skip" | "return_to" | "retake" | "pause" | "resume" | "switch_kind" | "draft" | "choose" | "rung" | "leave" | "help")[];
            break_until?: string | null;
            first_name: string;
            /** @default 5 */
            gap_s: number;
            held_by?: string | null;
            interview_id: string;
            is_clock_stopped: boolean;
            /** @default false */
            is_preview: boolean;
            next_at?: string | null;
            /** Format: date-time */
            now: string;
            /** @default false */
            offered_next: boolean;
            pause?: components["schemas"]["PauseView"] | null;
            /** @default 0 */
            pauses_left: number;
            /** @enum {string} */
            phase: "greeting" | "thinking" | "answering" | "acknowledged" | "break" | "closing" | "done";
            position: components["schemas"]["LocalText"];
            progress: components["schemas"]["Progress"];
            publisher?: string | null;
            room: string;
            /** @enum {null|string} */
            rung?: "video_high" | "video_medium" | "video_low" | "audio" | "text" | "offline" | "call_back" | null;
            say: components["schemas"]["Utterance"] | null;
            /** @default 1 */
            speech_rate: number;
            /** @enum {string} */
            state: "invited" | "consented" | "checked" | "live" | "paused" | "submitted" | "processing" | "reviewable" | "closed" | "expired" | "withdrawn" | "abandoned" | "human_route";
            /**
             * @default greeting
             * @enum {string}
             */
            step: "greeting" | "practice" | "question" | "break" | "closing";
            tab?: string | null;
            turn: components["schemas"]["TurnView"] | null;
            version: number;
            waiting?: components["schemas"]["Waiting"][];
            warning?: components["schemas"]["Warned"] | null;
            watchers?: string[];
        };
        /** LivingProcess */
        LivingProcess: {
            id: string;
            kind: string;
            problems: string[];
            /** Format: date-time */
            started_at: string;
        };
        /** LocalText */
        LocalText: {
            en: string;
            "zh-CN": string;
        };
        /** MarkMoved */
        MarkMoved: {
            /** @default 0 */
            delivered: number;
            /** @default 0 */
            read: number;
        };
        /** MarksView */
        MarksView: {
            candidate_delivered: number;
            candidate_read: number;
            team_delivered: number;
            team_read: number;
        };
        /** MaterialsDraft */
        MaterialsDraft: {
            papers: components["schemas"]["PaperDraft"][];
            /** @default 0 */
            version: number;
        };
        /** MaterialsView */
        MaterialsView: {
            papers: components["schemas"]["PaperView"][];
            version: number;
        };
        /** Me */
        Me: {
            email: string;
            employer: components["schemas"]["LocalText"];
            id: string;
            interview_id?: string | null;
            /** @enum {string} */
            kind: "member" | "candidate";
            /** @enum {string} */
            language: "zh-CN" | "en";
            name: string;
            permissions: components["schemas"]["Permission"][];
            roles: components["schemas"]["Role"][];
        };
        /** MediaGap */
        MediaGap: {
            at_s: number;
            lost_ms: number;
        };
        /** MediaSource */
        MediaSource: {
            type: string;
            url: string;
        };
        /** MemberChoice */
        MemberChoice: {
            id: string;
            name: string;
        };
        /** MemberName */
        MemberName: {
            id: string;
            is_set: boolean;
            name: string;
        };
        /** MemberRights */
        MemberRights: {
            department_ids: string[];
            roles: components["schemas"]["Role"][];
            version: number;
        };
        /** MemberRow */
        MemberRow: {
            department_ids: string[];
            email: string;
            entry_expires_at: string | null;
            id: string;
            is_self: boolean;
            /** @enum {string} */
            language: "zh-CN" | "en";
            name: string;
            roles: components["schemas"]["Role"][];
            /** @enum {string} */
            state: "invited" | "active" | "deactivated";
            version: number;
        };
        /** MemberSignIn */
        MemberSignIn: {
            email: string;
            password: string;
        };
        /** MessagePage */
        MessagePage: {
            has_earlier: boolean;
            items: components["schemas"]["MessageView"][];
        };
        /** MessageView */
        MessageView: {
            /** Format: date-time */
            at: string;
            attachments: components["schemas"]["AttachmentView"][];
            author: string;
            client_id: string;
            id: string;
            number: number;
            /** @enum {string} */
            side: "candidate" | "team";
            suggestions: string[];
            text: string;
            thread_id: string;
        };
        /** Missing */
        Missing: {
            code: string;
            is_essential: boolean;
            part: string;
        };
        /** MissingStretch */
        MissingStretch: {
            /** Format: date-time */
            end_at: string;
            end_ms: number;
            /** @enum {string} */
            reason: "before_first" | "between_legs" | "after_last" | "loss" | "never_connected";
            /** Format: date-time */
            start_at: string;
            start_ms: number;
        };
        /** MonitorAlert */
        MonitorAlert: {
            /** @enum {string} */
            kind: "long_step" | "help" | "away" | "network";
            /** Format: date-time */
            since: string;
        };
        /** MonitorDetail */
        MonitorDetail: {
            happened: components["schemas"]["Happening"][];
            item: components["schemas"]["MonitorItem"];
            said: string[];
            watchers: string[];
        };
        /** MonitorItem */
        MonitorItem: {
            attending: components["schemas"]["Attending"] | null;
            is_assigned: boolean;
            /** @enum {null|string} */
            kind: "video" | "voice" | "text" | "code" | "choice" | "creative" | "scenario" | null;
            /** @enum {string} */
            language: "zh-CN" | "en";
            network: components["schemas"]["NetworkMeasurement"] | null;
            prompt: components["schemas"]["LocalText"] | null;
            row: components["schemas"]["InterviewRow"];
            turn_index: number | null;
        };
        /** MonitorView */
        MonitorView: {
            items: components["schemas"]["MonitorItem"][];
            /** Format: date-time */
            now: string;
        };
        /** NetworkMeasurement */
        NetworkMeasurement: {
            /** @default false */
            is_relayed: boolean;
            loss_ratio: number | null;
            round_trip_ms: number | null;
            up_kbps: number | null;
        };
        /** NewMember */
        NewMember: {
            department_ids?: string[];
            email: string;
            /** @enum {string} */
            language: "zh-CN" | "en";
            name: string;
            roles: components["schemas"]["Role"][];
        };
        /** NewMessage */
        NewMessage: {
            attachment_ids?: string[];
            client_id: string;
            suggestions?: string[];
            /** @default  */
            text: string;
        };
        /** NewNote */
        NewNote: {
            client_id: string;
            text: string;
        };
        /** NoteView */
        NoteView: {
            /** Format: date-time */
            at: string;
            author: string;
            id: string;
            text: string;
        };
        /** NoticeInbox */
        NoticeInbox: {
            items: components["schemas"]["InboxItem"][];
            next?: string | null;
            unread: number;
        };
        /** OpenedQuestion */
        OpenedQuestion: {
            anchors: components["schemas"]["Anchor"][];
            opened: components["schemas"]["Reading"];
            question_id: string;
        };
        /** OtherWayChosen */
        OtherWayChosen: {
            /** @enum {string} */
            way: "call" | "in_person";
        };
        /** OwnCard */
        OwnCard: {
            content: components["schemas"]["CardContent"];
            problems: components["schemas"]["CardProblem"][];
            revision: number;
            /** Format: date-time */
            saved_at: string;
            /** @enum {string} */
            state: "none" | "draft" | "submitted" | "amending";
            versions: components["schemas"]["CardVersionView"][];
        };
        /** OwnLine */
        OwnLine: {
            corrected: string | null;
            end_s: number;
            index: number;
            start_s: number;
            text: string;
        };
        /** OwnRescue */
        OwnRescue: {
            accepted_at: string | null;
            accepted_by: string | null;
            /** Format: date-time */
            asked_at: string;
            id: string;
            is_by_monitor: boolean;
            is_face_seen: boolean;
            next_at: string | null;
            /** Format: date-time */
            now: string;
            stages: components["schemas"]["RescueStage"][];
            /** @enum {string} */
            state: "calling" | "unanswered" | "accepted" | "over";
        };
        /** OwnRescueState */
        OwnRescueState: {
            rescue: components["schemas"]["OwnRescue"] | null;
        };
        /** OwnRoomState */
        OwnRoomState: {
            hand_raised?: boolean | null;
            is_camera_off?: boolean | null;
            is_muted?: boolean | null;
            is_sharing?: boolean | null;
            participant_id: string;
        };
        /** OwnTranscript */
        OwnTranscript: {
            index: number;
            lines: components["schemas"]["OwnLine"][];
            prompt: components["schemas"]["LocalText"];
            /** @enum {string} */
            state: "none" | "running" | "done" | "waiting_for_model";
            take_id: string;
        };
        /** OwnUploads */
        OwnUploads: {
            allowed_bytes: number;
            items: components["schemas"]["UploadView"][];
            max_upload_bytes: number;
        };
        /** PacingPolicy */
        PacingPolicy: {
            /** @default 8 */
            encourage_after_s: number;
            /** @default 60 */
            extension_s: number;
            /** @default 10 */
            extensions: number;
            /** @default 0.75 */
            finished_share: number;
            /** @default 60 */
            gap_max_s: number;
            /** @default 5 */
            gap_s: number;
            /** @default 5 */
            gap_step_s: number;
            /** @default 15 */
            move_on_after_s: number;
            /** @default false */
            moves_on: boolean;
            /** @default 3 */
            offer_next_after_s: number;
            /** @default 300 */
            pause_s: number;
            /** @default 3 */
            pauses: number;
            /** @default 4 */
            reassure_after_s: number;
            /** @default 20 */
            warn_before_s: number;
        };
        /** PacingRange */
        PacingRange: {
            field: string;
            least: number;
            most: number;
            step: number;
        };
        /** PackIssued */
        PackIssued: {
            /** Format: date-time */
            expires_at: string;
            jws: string;
            pack_id: string;
        };
        /** PackRequested */
        PackRequested: {
            device: string;
            encryption: components["schemas"]["DeviceKey"];
            signing: components["schemas"]["DeviceKey"];
        };
        /** PackState */
        PackState: {
            answered: {
                [key: string]: string;
            };
            /** Format: date-time */
            expires_at: string;
            opened: {
                [key: string]: string;
            };
            pack_id: string;
        };
        /** PaperDraft */
        PaperDraft: {
            /** Format: date-time */
            due_at: string;
            /** @default  */
            id: string;
            /** @default false */
            is_received: boolean;
            name: string;
        };
        /** PaperView */
        PaperView: {
            /** Format: date-time */
            due_at: string;
            id: string;
            name: string;
            received_at: string | null;
        };
        /** PasswordChosen */
        PasswordChosen: {
            password: string;
            token: string;
        };
        /** Pattern */
        Pattern: {
            exceptions?: components["schemas"]["DayException"][];
            /** @default true */
            keeps_holidays: boolean;
            weekly?: components["schemas"]["WeeklyHours"][];
            zone: string;
        };
        /** PauseView */
        PauseView: {
            /** Format: date-time */
            since: string;
            /** Format: date-time */
            until: string;
        };
        /**
         * Permission
         * @description Every route names one. `PUBLIC` routes ask for no sign-in; `SELF` asks for any.
         * @enum {string}
         */
        Permission: "public" | "self" | "interview.take" | "interview.list" | "interview.review" | "interview.watch" | "room.publish" | "room.watch" | "interview.invite" | "interview.erase" | "calendar.own" | "calendar.feed" | "booking.read" | "booking.manage" | "accommodation.read" | "accommodation.set" | "materials.read" | "materials.ask" | "identity.check" | "question.read" | "question.edit" | "flow.read" | "flow.edit" | "rubric.read" | "rubric.edit" | "scorecard.read" | "scorecard.write" | "member.read" | "member.admin" | "chat.own" | "help.edit" | "chat.read" | "chat.write" | "notice.read" | "notice.manage" | "rescue.answer" | "rescue.read" | "rescue.manage" | "home.read" | "audit.read" | "system.read" | "system.operate";
        /** PhoneChunk */
        PhoneChunk: {
            end_ms: number;
            index: number;
            size_bytes: number;
            start_ms: number;
        };
        /** PhoneRecording */
        PhoneRecording: {
            /** Format: date-time */
            began_at: string;
            chunks: components["schemas"]["PhoneChunk"][];
            is_complete: boolean;
            kinds: ("audio" | "video")[];
            mime_type: string;
            recording: string;
        };
        /** PlannedQuestion */
        PlannedQuestion: {
            index: number;
            prompt: components["schemas"]["LocalText"];
            question_id: string;
            /** @enum {string} */
            state: "answered" | "now" | "ahead" | "put_off";
        };
        /** PolicyRow */
        PolicyRow: {
            permission: components["schemas"]["Permission"];
            roles: components["schemas"]["Role"][];
        };
        /** PositionChoice */
        PositionChoice: {
            department: components["schemas"]["LocalText"];
            flows: components["schemas"]["FlowChoice"][];
            id: string;
            title: components["schemas"]["LocalText"];
        };
        /** PositionFlows */
        PositionFlows: {
            flows: components["schemas"]["FlowRow"][];
            position: components["schemas"]["FlowPosition"];
        };
        /** PositionName */
        PositionName: {
            id: string;
            title: components["schemas"]["LocalText"];
        };
        /** PositionRubrics */
        PositionRubrics: {
            position: components["schemas"]["RubricPosition"];
            rubrics: components["schemas"]["RubricRow"][];
        };
        /** PracticeStep */
        PracticeStep: {
            id: string;
            question: components["schemas"]["Question"];
            /** @constant */
            type: "practice";
        };
        /** PreferencesChoice */
        PreferencesChoice: {
            channels: ("push" | "sms" | "email" | "im")[];
            /** @default  */
            phone: string;
            quiet_from: string;
            quiet_to: string;
            zone: string;
        };
        /** PreferencesView */
        PreferencesView: {
            browsers: number;
            channels: ("push" | "sms" | "email" | "im")[];
            email: string;
            is_chosen: boolean;
            phone: string;
            push_key: string;
            quiet_from: string;
            quiet_to: string;
            statuses: components["schemas"]["ChannelStatus"][];
            zone: string | null;
        };
        /** PreviewWanted */
        PreviewWanted: {
            /** @enum {string} */
            language: "zh-CN" | "en";
            /**
             * @default graduate
             * @enum {string}
             */
            segment: "graduate" | "experienced" | "returning";
        };
        /**
         * Problem
         * @description RFC 9457; further members stand beside these, such as retry_after_s or name.
         */
        Problem: {
            /** @description Stable; what clients go by. */
            code: string;
            /** @description One plain sentence in English; clients translate by the code. */
            detail: string;
            /** @description To be named when asking for help. */
            request_id?: string;
            status: number;
            /** @description The status in words. */
            title: string;
            /** @description A URN that ends in the code. */
            type: string;
        };
        /** Progress */
        Progress: {
            done: number;
            minutes_left: number;
            total: number;
        };
        /** PushChoice */
        PushChoice: {
            auth: string;
            endpoint: string;
            p256dh: string;
            replaces?: string | null;
        };
        /** PushEndpoint */
        PushEndpoint: {
            endpoint: string;
        };
        /** QrCode */
        QrCode: {
            path: string;
            side: number;
        };
        /** Question */
        Question: {
            /** @default 1 */
            choices_max: number;
            code_languages?: ("python" | "javascript" | "java" | "cpp" | "sql" | "plain")[];
            competencies?: string[];
            follow_up?: components["schemas"]["FollowUpRule"];
            hard_limit_s: number;
            id: string;
            key_points?: components["schemas"]["LocalText"][];
            /** @enum {string} */
            kind: "video" | "voice" | "text" | "code" | "choice" | "creative" | "scenario";
            material?: components["schemas"]["LocalText"] | null;
            /** @default false */
            may_offline: boolean;
            /** @default true */
            may_skip: boolean;
            options?: components["schemas"]["ChoiceOption"][];
            prompt: components["schemas"]["LocalText"];
            rephrased?: components["schemas"]["LocalText"] | null;
            /** @default 0 */
            retakes: number;
            soft_limit_s: number;
            source?: components["schemas"]["BankSource"] | null;
            thinking_s: number;
        };
        /** QuestionPut */
        QuestionPut: {
            /** Format: date-time */
            at: string;
            by: string;
            text: string;
            turn_id: string | null;
        };
        /** QuestionStep */
        QuestionStep: {
            id: string;
            question: components["schemas"]["Question"];
            /** @constant */
            type: "question";
        };
        /** QuestionsOpened */
        QuestionsOpened: {
            questions: components["schemas"]["OpenedQuestion"][];
        };
        /** QueueQuestion */
        QueueQuestion: {
            question_id?: string | null;
            text: string;
        };
        /** QueuedQuestion */
        QueuedQuestion: {
            /** Format: date-time */
            added_at: string;
            by: string;
            id: string;
            question_id: string | null;
            taken_at: string | null;
            taken_by: string | null;
            text: string;
        };
        /** RaterCard */
        RaterCard: {
            rater: string;
            versions: components["schemas"]["CardVersionView"][];
        };
        /** RaterView */
        RaterView: {
            is_asked: boolean;
            is_you: boolean;
            name: string;
            /** @enum {string} */
            state: "none" | "draft" | "submitted" | "amending";
            submitted_at: string | null;
        };
        /** Rating */
        Rating: {
            competency_id: string;
            evidence?: components["schemas"]["Evidence"][];
            /** @default false */
            is_unassessed: boolean;
            level?: number | null;
            /** @default  */
            reason: string;
        };
        /** RatingDraft */
        RatingDraft: {
            competency_id: string;
            evidence?: components["schemas"]["EvidencePick"][];
            /** @default false */
            is_unassessed: boolean;
            level?: number | null;
            /** @default  */
            reason: string;
        };
        /** ReadNotices */
        ReadNotices: {
            ids?: string[] | null;
        };
        /** Readiness */
        Readiness: {
            missing: components["schemas"]["Missing"][];
            /** @enum {string} */
            status: "ready" | "degraded" | "unavailable";
        };
        /** Reading */
        Reading: {
            own_ms: number;
            page: string;
            steady_ms: number;
        };
        /** Reconciliation */
        Reconciliation: {
            missing: components["schemas"]["MissingStretch"][];
            retry_after_s?: number | null;
            /** @enum {string} */
            state: "running" | "settling" | "complete" | "wanted" | "filled";
            take_id: string;
            wanted: components["schemas"]["WantedChunks"][];
        };
        /** ReminderPlanDraft */
        ReminderPlanDraft: {
            rules: components["schemas"]["Rule"][];
            version: number;
        };
        /** ReminderPlanPage */
        ReminderPlanPage: {
            common: components["schemas"]["ReminderPlanView"];
            own: components["schemas"]["ReminderPlanView"][];
            placeholders: string[];
            positions: components["schemas"]["PositionName"][];
        };
        /** ReminderPlanView */
        ReminderPlanView: {
            id: string;
            rules: components["schemas"]["Rule"][];
            saved_at: string | null;
            version: number;
        };
        /** ReopenAsked */
        ReopenAsked: {
            /** @default 7 */
            open_days: number;
            /** @enum {string} */
            reason: "asked" | "technical" | "illness" | "accommodation" | "our_mistake" | "other";
        };
        /** RescueCall */
        RescueCall: {
            accepted_at: string | null;
            accepted_by: string | null;
            /** Format: date-time */
            asked_at: string;
            called_at: string | null;
            candidate: string;
            /** @enum {string} */
            cause: "help" | "long_step" | "away" | "network";
            drops: number;
            id: string;
            interview_id: string;
            is_called: boolean;
            is_connected: boolean;
            is_mine: boolean;
            is_ringing: boolean;
            /** @enum {string} */
            language: "zh-CN" | "en";
            level: number | null;
            network: components["schemas"]["NetworkMeasurement"] | null;
            next_at: string | null;
            others: string[];
            position: components["schemas"]["LocalText"];
            prompt: components["schemas"]["LocalText"] | null;
            /** @enum {null|string} */
            rung: "video_high" | "video_medium" | "video_low" | "audio" | "text" | "offline" | "call_back" | null;
            said: string[];
            /** @enum {string} */
            state: "calling" | "unanswered" | "accepted" | "over";
            thread_id: string;
            times: components["schemas"]["RescueTimes"];
            turn_index: number | null;
            version: number;
        };
        /** RescueCalls */
        RescueCalls: {
            duty: components["schemas"]["DutyView"];
            items: components["schemas"]["RescueCall"][];
            /** Format: date-time */
            now: string;
        };
        /** RescueStage */
        RescueStage: {
            /** Format: date-time */
            at: string;
            names: string[];
        };
        /** RescueTimes */
        RescueTimes: {
            accepted_s: number | null;
            called_s: number | null;
            face_s: number | null;
        };
        /** ResponseTimes */
        ResponseTimes: {
            answered: number;
            called_median_s?: number | null;
            calls: number;
            face_median_s?: number | null;
            median_s: number | null;
            p90_s: number | null;
            /** @default 0 */
            unanswered: number;
        };
        /** Review */
        Review: {
            answers: components["schemas"]["ReviewAnswer"][];
            candidate: string;
            consented_at: string | null;
            consented_version: string | null;
            conversations?: components["schemas"]["ReviewConversation"][];
            department: components["schemas"]["LocalText"];
            device_check: components["schemas"]["DeviceCheck"] | null;
            id: string;
            /** @enum {string} */
            language: "zh-CN" | "en";
            position: components["schemas"]["LocalText"];
            started_at: string | null;
            /** @enum {string} */
            state: "invited" | "consented" | "checked" | "live" | "paused" | "submitted" | "processing" | "reviewable" | "closed" | "expired" | "withdrawn" | "abandoned" | "human_route";
            submitted_at: string | null;
        };
        /** ReviewAnswer */
        ReviewAnswer: {
            captions_url: string | null;
            /** @enum {null|string} */
            code_language?: "python" | "javascript" | "java" | "cpp" | "sql" | "plain" | null;
            competencies: components["schemas"]["LocalText"][];
            /** @default true */
            counts: boolean;
            duration_s: number | null;
            ended_at: string | null;
            follows?: string | null;
            gaps: components["schemas"]["MediaGap"][];
            index: number;
            /** @enum {string} */
            kind: "video" | "voice" | "text" | "code" | "choice" | "creative" | "scenario";
            loudness_lufs?: number | null;
            media_began_at?: string | null;
            /** @enum {string} */
            media_state: "none" | "recording" | "processing" | "ready" | "failed";
            media_url: string | null;
            mime_type: string | null;
            offline?: components["schemas"]["AnswerTiming"] | null;
            options?: components["schemas"]["ChoiceView"][];
            parts?: components["schemas"]["TakePart"][];
            peaks_url?: string | null;
            problem: string | null;
            prompt: components["schemas"]["LocalText"];
            segments: components["schemas"]["Segment"][];
            sources?: components["schemas"]["MediaSource"][];
            started_at: string | null;
            strip?: components["schemas"]["FilmStripView"] | null;
            superseded?: components["schemas"]["MediaSource"][];
            take_id: string | null;
            text: string | null;
            thumbnail_url?: string | null;
            transcript_problem?: string | null;
            /** @enum {string} */
            transcript_state: "none" | "running" | "done" | "waiting_for_model";
            turn_id: string;
            /** @default false */
            was_skipped: boolean;
            /** @default  */
            wording: string;
        };
        /** ReviewConversation */
        ReviewConversation: {
            asked: components["schemas"]["QuestionPut"][];
            /** Format: date-time */
            began_at: string;
            ended_at: string | null;
            id: string;
            is_recorded: boolean;
            led_by: string[];
            tracks: components["schemas"]["ConversationTrack"][];
        };
        /**
         * Role
         * @enum {string}
         */
        Role: "candidate" | "interviewer" | "recruiter" | "hr_operator" | "hiring_manager" | "it_admin" | "auditor";
        /** RoomJoined */
        RoomJoined: {
            here_every_s: number;
            participant_id: string;
            room: string | null;
            screen_room: string | null;
            view: components["schemas"]["StaffRoomView"];
        };
        /** RoomParticipant */
        RoomParticipant: {
            hand_raised_at: string | null;
            id: string;
            is_camera_off: boolean;
            is_connected: boolean;
            is_leading: boolean;
            is_muted: boolean;
            is_sharing: boolean;
            /** @enum {string} */
            kind: "candidate" | "staff";
            /** @enum {string} */
            mode: "observe" | "take_part";
            name: string;
            /** @enum {null|string} */
            role: "interviewer" | "recruiter" | "hr_operator" | null;
            room: string | null;
            screen_room: string | null;
            since: string | null;
            take_ids: string[];
        };
        /** RotaGiven */
        RotaGiven: {
            /** @default true */
            keeps_holidays: boolean;
            levels: components["schemas"]["Level"][];
            version: number;
            /** @default 60 */
            wait_s: number;
            zone: string;
        };
        /** RotaView */
        RotaView: {
            is_set: boolean;
            keeps_holidays: boolean;
            levels: components["schemas"]["Level"][];
            members: components["schemas"]["DutyMember"][];
            /** Format: date-time */
            now: string;
            version: number;
            wait_s: number;
            zone: string;
        };
        /** RubricCompetency */
        RubricCompetency: {
            anchors: components["schemas"]["LocalText"][];
            id: string;
            name: components["schemas"]["LocalText"];
            weight: number;
        };
        /** RubricDraft */
        RubricDraft: {
            competencies: components["schemas"]["RubricCompetency"][];
            /** @default  */
            note: string;
            version: number;
        };
        /** RubricPosition */
        RubricPosition: {
            department: components["schemas"]["LocalText"];
            id: string;
            title: components["schemas"]["LocalText"];
        };
        /** RubricProblem */
        RubricProblem: {
            code: string;
            field: string;
        };
        /** RubricRow */
        RubricRow: {
            /** Format: date-time */
            changed_at: string;
            changed_by: string | null;
            competencies: number;
            id: string;
            is_current: boolean;
            note: string;
            number: number;
            problems: number;
            published_at: string | null;
            published_by: string | null;
            /** @enum {string} */
            state: "draft" | "published";
            version: number;
        };
        /** RubricToPublish */
        RubricToPublish: {
            version: number;
        };
        /** RubricView */
        RubricView: {
            competencies: components["schemas"]["RubricCompetency"][];
            position: components["schemas"]["RubricPosition"];
            problems: components["schemas"]["RubricProblem"][];
            row: components["schemas"]["RubricRow"];
        };
        /** Rule */
        Rule: {
            /**
             * @default starts_at
             * @enum {string}
             */
            anchor: "starts_at" | "expires_at";
            id: string;
            /** @default true */
            is_on: boolean;
            /** @enum {string} */
            kind: "day_before" | "minutes_before" | "unfinished" | "not_booked" | "missed" | "answers_unsent" | "materials_due" | "custom";
            lead_min: number;
            text?: components["schemas"]["TemplateText"] | null;
        };
        /** ScorecardPanel */
        ScorecardPanel: {
            cards: components["schemas"]["RaterCard"][];
            /** @enum {null|string} */
            hidden: "own_first" | "unopened" | "not_all_in" | null;
            interview_id: string;
            own: components["schemas"]["OwnCard"] | null;
            raters: components["schemas"]["RaterView"][];
            /** @enum {null|string} */
            refused: "not_a_rater" | "cards_seen" | "accommodations_decided" | "rubric_missing" | "not_begun" | "withdrawn" | null;
            rubric: components["schemas"]["CardRubric"] | null;
            summary: components["schemas"]["CardsSummary"] | null;
            waiting: number;
        };
        /** Seen */
        Seen: {
            /** @enum {string} */
            state: "delivered" | "opened" | "clicked";
        };
        /** Segment */
        Segment: {
            confidence: number;
            corrected?: string | null;
            end_s: number;
            index: number;
            start_s: number;
            text: string;
            words: components["schemas"]["TranscriptWord"][];
        };
        /** SegmentIs */
        SegmentIs: {
            segments: ("graduate" | "experienced" | "returning")[];
            /** @constant */
            type: "segment_is";
        };
        /** SendReaction */
        SendReaction: {
            participant_id: string;
            /** @enum {string} */
            reaction: "thumbs_up" | "clap" | "heart" | "smile" | "nod" | "wave";
        };
        /** Sending */
        Sending: {
            at?: string | null;
            /** @default 0 */
            attempts: number;
            /** @enum {string} */
            channel: "push" | "sms" | "email" | "im";
            reason?: string | null;
            /**
             * @default queued
             * @enum {string}
             */
            state: "queued" | "sent" | "accepted" | "delivered" | "opened" | "clicked" | "failed";
            /** @default 0 */
            unsure: number;
        };
        /** SigningKey */
        SigningKey: {
            /**
             * @default Ed25519
             * @constant
             */
            alg: "Ed25519";
            /**
             * @default Ed25519
             * @constant
             */
            crv: "Ed25519";
            kid: string;
            /**
             * @default OKP
             * @constant
             */
            kty: "OKP";
            /**
             * @default sig
             * @constant
             */
            use: "sig";
            x: string;
        };
        /** SigningKeys */
        SigningKeys: {
            keys: components["schemas"]["SigningKey"][];
        };
        /** Snoozed */
        Snoozed: {
            until: string | null;
        };
        /** Span */
        Span: {
            href?: string | null;
            /**
             * @default plain
             * @enum {string}
             */
            mark: "plain" | "strong" | "em" | "code";
            text: string;
        };
        /** StaffBooking */
        StaffBooking: {
            candidate: string;
            /** Format: date-time */
            end: string;
            interview_id: string;
            is_begun: boolean;
            is_lifted: boolean;
            members: string[];
            /** @enum {string} */
            mode: "ai" | "people";
            position: components["schemas"]["LocalText"];
            position_id: string;
            /** Format: date-time */
            start: string;
            /** @enum {string} */
            state: "open" | "booked" | "cancelled" | "missed" | "kept";
            zone: string;
        };
        /** StaffHome */
        StaffHome: {
            /** Format: date-time */
            now: string;
            piles: components["schemas"]["HomePile"][];
            running: components["schemas"]["HomeRunning"][];
            running_count: number;
            soon: components["schemas"]["HomeAppointment"][];
        };
        /** StaffNoteView */
        StaffNoteView: {
            /** Format: date-time */
            at: string;
            at_s: number | null;
            by: string;
            edited_at: string | null;
            id: string;
            interview_id: string;
            /** @default false */
            is_hidden: boolean;
            is_mine: boolean;
            take_id: string | null;
            take_s: number | null;
            text: string;
            turn_id: string | null;
        };
        /** StaffRoomView */
        StaffRoomView: {
            asked: components["schemas"]["AskedInRoom"][];
            me: string | null;
            plan: components["schemas"]["PlannedQuestion"][];
            queue: components["schemas"]["QueuedQuestion"][];
            room: components["schemas"]["LiveRoomView"];
        };
        /** StartThread */
        StartThread: {
            interview_id: string;
        };
        /** Stretch */
        Stretch: {
            /** Format: date-time */
            end: string;
            /** Format: date-time */
            start: string;
        };
        /** Suppressed */
        Suppressed: {
            items: components["schemas"]["SuppressionRow"][];
        };
        /** SuppressionRow */
        SuppressionRow: {
            account_id: string;
            /** Format: date-time */
            at: string;
            /** @enum {string} */
            channel: "push" | "sms" | "email" | "im";
            id: string;
            name: string;
            /** @enum {string} */
            reason: "bounced" | "unsubscribed" | "gateway_refused";
        };
        /** TakePart */
        TakePart: {
            end_s: number;
            /** @enum {null|string} */
            placed_by?: "sound" | "clocks" | null;
            /** @enum {string} */
            source: "room" | "phone";
            start_s: number;
        };
        /** TeamMember */
        TeamMember: {
            id: string;
            is_here: boolean;
            name: string;
        };
        /** TemplateDraft */
        TemplateDraft: {
            text: components["schemas"]["TemplateText"];
        };
        /** TemplatePatience */
        TemplatePatience: {
            unread_after_min: number | null;
        };
        /** TemplatePreview */
        TemplatePreview: {
            en: components["schemas"]["WordsShown"];
            "zh-CN": components["schemas"]["WordsShown"];
        };
        /** TemplatePublish */
        TemplatePublish: {
            number: number;
        };
        /** TemplateText */
        TemplateText: {
            body: components["schemas"]["LocalText"];
            button: components["schemas"]["LocalText"];
            short: components["schemas"]["LocalText"];
            title: components["schemas"]["LocalText"];
        };
        /** TemplateVersion */
        TemplateVersion: {
            /** Format: date-time */
            at: string;
            by: string;
            number: number;
            text: components["schemas"]["TemplateText"];
        };
        /** TemplateView */
        TemplateView: {
            builtin: components["schemas"]["TemplateText"];
            kind: string;
            placeholders: string[];
            published: number;
            unread_after_min: number | null;
            version: number;
            versions: components["schemas"]["TemplateVersion"][];
        };
        /** TextAnswered */
        TextAnswered: {
            question_id: string;
            statement: string;
            take: string;
            text: string;
        };
        /** ThreadPage */
        ThreadPage: {
            items: components["schemas"]["ThreadRow"][];
            next: string | null;
            unread: number;
        };
        /** ThreadRow */
        ThreadRow: {
            assignee: string | null;
            assignee_id: string | null;
            candidate: string;
            id: string;
            interview_id: string;
            /** @default false */
            is_candidate_here: boolean;
            /** Format: date-time */
            last_at: string;
            last_note: number;
            last_number: number;
            /** @enum {null|string} */
            last_side: "candidate" | "team" | null;
            position: components["schemas"]["LocalText"];
            preview: string;
            snoozed_until: string | null;
            team_read: number;
            unread: number;
            version: number;
            waiting_since: string | null;
        };
        /** ThreadView */
        ThreadView: {
            answers_within_min: number | null;
            contact_name: string;
            id: string;
            interview_id: string;
            is_someone_here: boolean;
            last_number: number;
            marks: components["schemas"]["MarksView"];
            page: components["schemas"]["MessagePage"];
            position: components["schemas"]["LocalText"];
            unread: number;
        };
        /** TimeView */
        TimeView: {
            /** Format: date-time */
            end: string;
            is_free: boolean;
            /** Format: date-time */
            start: string;
        };
        /** TimeWished */
        TimeWished: {
            sequence: number;
            /** Format: date-time */
            start: string;
            zone: string;
        };
        /** Timeline */
        Timeline: {
            answers_received: number;
            answers_total: number;
            contact_email: string;
            contact_name: string;
            employer: components["schemas"]["LocalText"];
            entries: components["schemas"]["TimelineEntry"][];
            first_name: string;
            position: components["schemas"]["LocalText"];
            /** @enum {string} */
            state: "invited" | "consented" | "checked" | "live" | "paused" | "submitted" | "processing" | "reviewable" | "closed" | "expired" | "withdrawn" | "abandoned" | "human_route";
        };
        /** TimelineEntry */
        TimelineEntry: {
            at: string | null;
            by: string | null;
            /** @enum {string} */
            id: "invited" | "consented" | "checked" | "interviewed" | "processing" | "review" | "result";
            /** @enum {string} */
            state: "done" | "current" | "ahead";
        };
        /** TimesView */
        TimesView: {
            employer_zone: string;
            interview_id: string;
            times: components["schemas"]["TimeView"][];
            why: {
                [key: string]: number;
            };
            zone: string;
        };
        /** TranscriptWord */
        TranscriptWord: {
            end_s: number;
            probability: number;
            start_s: number;
            text: string;
        };
        /** TurnView */
        TurnView: {
            answered_s: number;
            answering_since: string | null;
            /**
             * @default video
             * @enum {string}
             */
            asked_kind: "video" | "voice" | "text" | "code" | "choice" | "creative" | "scenario";
            /** @default 1 */
            choices_max: number;
            /** @enum {null|string} */
            code_language?: "python" | "javascript" | "java" | "cpp" | "sql" | "plain" | null;
            code_languages?: ("python" | "javascript" | "java" | "cpp" | "sql" | "plain")[];
            draft: string;
            extensions_left: number;
            follows?: string | null;
            hard_limit_s: number;
            id: string;
            index: number;
            /** @default false */
            is_practice: boolean;
            /** @default false */
            is_return: boolean;
            /** @enum {string} */
            kind: "video" | "voice" | "text" | "code" | "choice" | "creative" | "scenario";
            kinds?: ("video" | "voice" | "text" | "code" | "choice" | "creative" | "scenario")[];
            material?: components["schemas"]["LocalText"] | null;
            options?: components["schemas"]["ChoiceView"][];
            prompt: components["schemas"]["LocalText"];
            /** @default 0 */
            retake: number;
            /** @default 0 */
            retakes_left: number;
            soft_limit_s: number;
            take_id: string | null;
            thinking_s: number;
            thinking_until: string | null;
        };
        /** Unbooked */
        Unbooked: {
            candidate: string;
            interview_id: string;
            position_id: string;
            /** @enum {string} */
            state: "open" | "booked" | "cancelled" | "missed" | "kept";
            waits: boolean;
        };
        /** Unread */
        Unread: {
            unread: number;
        };
        /** Unsubscribed */
        Unsubscribed: {
            masked_email: string;
        };
        /** UploadView */
        UploadView: {
            chunks?: string | null;
            /** Format: date-time */
            created_at: string;
            duplicate_of?: string | null;
            expires_at: string | null;
            id: string;
            interview_id: string;
            offset_bytes: number;
            problem?: string | null;
            question_id?: string | null;
            receipt?: string | null;
            recording?: string | null;
            sha256?: string | null;
            size_bytes: number | null;
            /** @enum {string} */
            source: "offline" | "two_path";
            /** @enum {string} */
            state: "receiving" | "verifying" | "received" | "refused";
            take: string;
            timing?: components["schemas"]["AnswerTiming"] | null;
            url: string;
        };
        /** Utterance */
        Utterance: {
            id: string;
            /** @enum {string} */
            kind: "greeting" | "question" | "follow_up" | "reassure" | "encourage" | "offer_next" | "acknowledge" | "time_warning" | "break" | "held" | "handed_back" | "closing" | "welcome_back";
            /** @default 1 */
            rate: number;
            text: components["schemas"]["LocalText"];
        };
        /** WaitWanted */
        WaitWanted: {
            wishes?: string[];
            zone: string;
        };
        /** Waiting */
        Waiting: {
            index: number;
            prompt: components["schemas"]["LocalText"];
            turn_id: string;
        };
        /** WaitingView */
        WaitingView: {
            place: number;
            /** Format: date-time */
            since: string;
            wishes: string[];
        };
        /** WantedChunks */
        WantedChunks: {
            first: number;
            last: number;
            size_bytes: number;
            upload_id?: string | null;
        };
        /** Warned */
        Warned: {
            /** Format: date-time */
            deadline: string;
            extensions_left: number;
            /** @enum {string} */
            limit: "thinking" | "answer";
        };
        /** WeeklyHours */
        WeeklyHours: {
            hours: components["schemas"]["Hours"][];
            weekday: number;
        };
        /** WordsShown */
        WordsShown: {
            body: string;
            button: string;
            short: string;
            title: string;
        };
        /** Work */
        Work: {
            dead: components["schemas"]["DeadWork"][];
            dead_events: components["schemas"]["DeadNews"][];
            processes: components["schemas"]["LivingProcess"][];
            waiting: {
                [key: string]: number;
            };
        };
        /** WriteNote */
        WriteNote: {
            at?: string | null;
            text: string;
        };
    };
    responses: never;
    parameters: never;
    requestBodies: never;
    headers: never;
    pathItems: never;
}
export type $defs = Record<string, never>;
export interface operations {
    ApiCalendarFeedCalendarState: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarState"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiCalendarFeedShareCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarAddress"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiCalendarFeedUnshareCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiChatOwnChat: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiChatThreadsThreadIdAttachmentsAttach: {
        parameters: {
            query?: {
                /** @description What the file is called. */
                name?: string;
            };
            header?: never;
            path: {
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AttachmentView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiChatThreadsThreadIdAttachmentsAttachmentIdDownload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thread_id: string;
                attachment_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiChatThreadsThreadIdMarksMoveMark: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MarkMoved"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MarksView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiChatThreadsThreadIdMessagesReadMessages: {
        parameters: {
            query?: {
                /** @description Rows a page, 50 unless said. */
                limit?: number;
                /** @description Messages before this number. */
                before?: number | null;
                /** @description Messages after this number. */
                after?: number | null;
            };
            header?: never;
            path: {
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessagePage"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiChatThreadsThreadIdMessagesSay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMessage"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MessageView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiChatThreadsThreadIdTypingTellTyping: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiConsentTextConsentText: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ConsentText"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiHandOversOfferHandOver: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HandOverView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiHandOversSignInAcceptHandOver: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HandOverToken"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiHelpReadHelp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpPage"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInboxOwnInbox: {
        parameters: {
            query?: {
                /** @description Rows a page, 50 unless said. */
                limit?: number;
                /** @description `next` of the page before. */
                after?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoticeInbox"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInboxReadReadNotices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReadNotices"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unread"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdGetInterview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InterviewView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdAccommodationsGetOwnAccommodations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccommodationsView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdAccommodationsAskForAccommodations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AccommodationsAsked"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccommodationsView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdBookingGetBooking: {
        parameters: {
            query?: {
                /** @description The reader's IANA time zone. */
                zone?: string | null;
            };
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdBookingAppointmentIcsCalendarFile: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdBookingCancelCancelBooking: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdBookingConfirmConfirmTime: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldNamed"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdBookingHoldHoldTime: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HoldWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdBookingHoldLetTimeGo: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdBookingWaitWaitForTime: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WaitWanted"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdBookingWaitStopWaiting: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdBookingWishWishForTime: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TimeWished"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdCommandsGiveCommand: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Command"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdConsentGiveConsent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ConsentGiven"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InterviewView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdDeclineDeclineInterview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Declined"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InterviewView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdDeviceCheckCheckDevice: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DeviceCheck"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InterviewView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdIdentityChooseOtherIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OtherWayChosen"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InterviewView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdIdentityPhotoGiveIdentityPhoto: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InterviewView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdLiveGetLive: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdMaterialsOwnMaterials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialsView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdPackTakeQuestionsAlong: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PackRequested"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackIssued"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdPracticePractise: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdRescueOwnRescue: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnRescueState"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdRescueFaceFaceOnScreen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdRescueWithdrawWithdrawCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnRescueState"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdRoomOwnRoom: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveRoomView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdRoomReactionsReactInOwnRoom: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CandidateReaction"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdRoomStateSayOwnRoomState: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CandidateRoomState"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveRoomView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdStartStartInterview: {
        parameters: {
            query?: {
                /** @description The browser's tab that takes part from now on. */
                tab?: string | null;
            };
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdTakesTakeIdReconcileReconcileTake: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
                take_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PhoneRecording"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Reconciliation"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdTimelineGetTimeline: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Timeline"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdTranscriptsGetOwnTranscripts: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnTranscript"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdTranscriptsTakeIdCorrectOwnTranscript: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
                take_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Correction"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnTranscript"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInterviewsInterviewIdWithdrawWithdrawInterview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InterviewView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInvitationsCodeSendCode: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationToken"];
            };
        };
        responses: {
            /** @description Request accepted, processing continues off-line */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CodeSent"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInvitationsLookupLookUpInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationToken"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitationView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiInvitationsSignInSignInCandidate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InvitationSignIn"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiMeMe: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiMeLanguageChooseLanguage: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LanguageChoice"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiMeNoticesOwnPreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreferencesView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiMeNoticesChoosePreferences: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreferencesChoice"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PreferencesView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiMePushSubscribePush: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushChoice"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiMePushRemoveUnsubscribePush: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PushEndpoint"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiMediaTakesTakeIdCaptionsVttCaptions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                take_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/vtt": string;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiMediaTakesTakeIdPeaksPeaks: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                take_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiMediaTakesTakeIdRenditionGetPlay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                take_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiMediaTakesTakeIdRenditionHeadPlay: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                take_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiMediaTakesTakeIdRenditionMp4GetPlayMp4: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                take_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiMediaTakesTakeIdRenditionMp4HeadPlayMp4: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                take_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiMediaTakesTakeIdStripStrip: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                take_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiMediaTakesTakeIdThumbnailThumbnail: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                take_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": unknown;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiMembersLookupLookUpEntry: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EntryToken"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["EntryView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiMembersPasswordChoosePassword: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PasswordChosen"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiNoticesTokenSeenNoticeSeen: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Seen"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Destination"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiOfflineKeysSigningKeys: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["SigningKeys"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiOfflinePacksPackIdOpenedTellOpened: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pack_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QuestionsOpened"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PackState"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiOfflinePacksPackIdTextsSendText: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                pack_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TextAnswered"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AnswerReceived"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiOfflineUploadsListUploads: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnUploads"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiOfflineUploadsUploadIdGetUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["UploadView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiOfflineWaitingTellWaiting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AnswersWaiting"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiPreviewsPreviewIdGetPreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                preview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiPreviewsPreviewIdCommandsCommandPreview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                preview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Command"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiSignInSignInMember: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberSignIn"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Me"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiSignOutSignOut: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffAccommodationsListOpenAccommodations: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccommodationsOpen"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffAuditAuditPage: {
        parameters: {
            query?: {
                /** @description Rows a page, 50 unless said. */
                limit?: number;
                /** @description `next` of the page before. */
                after?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditPage"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffAuditVerificationAuditVerification: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AuditVerdict"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffAvailabilityMemberIdGetAvailability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvailabilityView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffAvailabilityMemberIdGiveAvailability: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AvailabilityGiven"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AvailabilityView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffBookingPlansListPlans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingPlanView"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffBookingPlansPositionIdGivePlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                position_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BookingPlanGiven"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingPlanView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffBookingsListBookings: {
        parameters: {
            query: {
                start: string;
                end: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BookingsView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffBookingsInterviewIdBookForCandidate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BookedByStaff"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffBooking"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffBookingsInterviewIdCancelCancelForCandidate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffBookingsInterviewIdLiftLiftWindow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffBookingsInterviewIdNoShowMarkNoShow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffBookingsInterviewIdTimesTimesForCandidate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TimesView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffCalendarOwnCalendar: {
        parameters: {
            query: {
                start: string;
                end: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CalendarView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffCalendarFeedsSubscribeCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FeedGiven"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffCalendarFeedsFeedIdUnsubscribeCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                feed_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffCalendarFeedsFeedIdRefreshRefreshCalendar: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                feed_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FeedView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffCampaignsCampaigns: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignList"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffCampaignsCreateCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignDraft"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffCampaignsAudienceCampaignAudience: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignSegment"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AudienceSize"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffCampaignsPreviewPreviewCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateDraft"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplatePreview"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffCampaignsCampaignIdCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignDetail"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffCampaignsCampaignIdEditCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignDraft"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffCampaignsCampaignIdStartStartCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CampaignStart"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffCampaignsCampaignIdStopStopCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CampaignView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffCampaignsCampaignIdTestTryCampaign: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                campaign_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request accepted, processing continues off-line */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffChatCannedListCanned: {
        parameters: {
            query?: {
                thread?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedView"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffChatCannedAddCanned: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CannedDraft"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffChatCannedCannedIdChangeCanned: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                canned_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CannedDraft"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CannedView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffChatCannedCannedIdRemoveCanned: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                canned_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffChatSearchSearchChat: {
        parameters: {
            query: {
                /** @description Words, or a name. */
                q: string;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FoundMessage"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffChatTeamListTeam: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TeamMember"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffChatThreadsListThreads: {
        parameters: {
            query?: {
                view?: "waiting" | "mine" | "unassigned" | "snoozed" | "all";
                /** @description Rows a page, 50 unless said. */
                limit?: number;
                /** @description `next` of the page before. */
                after?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadPage"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffChatThreadsStartThread: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["StartThread"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadRow"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffChatThreadsThreadIdOpenThread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffChatThreadsThreadIdAssigneeAssignThread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Assigned"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadRow"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffChatThreadsThreadIdNotesListNotes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteView"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffChatThreadsThreadIdNotesWriteNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewNote"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["NoteView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffChatThreadsThreadIdRowThreadRow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadRow"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffChatThreadsThreadIdSnoozeSnoozeThread: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                thread_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Snoozed"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ThreadRow"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffDeliveriesDeliveries: {
        parameters: {
            query?: {
                /** @description Rows a page, 50 unless said. */
                limit?: number;
                /** @description `next` of the page before. */
                after?: string | null;
                notice_state?: "waiting" | "open" | "done" | "failed" | "expired" | "withdrawn" | null;
                channel?: "push" | "sms" | "email" | "im" | null;
                kind?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryPage"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffDeliveriesNoticeIdAgainSendAgain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                notice_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DeliveryRow"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffFlowsListFlows: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PositionFlows"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffFlowsFlowIdReadFlow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffFlowsFlowIdSaveFlow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlowDraft"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffFlowsFlowIdDiscardFlow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffFlowsFlowIdPreviewPreviewFlow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["PreviewWanted"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffFlowsFlowIdPublishPublishFlow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["FlowPublished"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffFlowsFlowIdRollBackRollBackFlow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                flow_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffHelpHelpSources: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpSource"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffHelpPreviewPreviewHelp: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HelpSketch"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpPreview"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffHelpSlugSaveArticle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HelpDraft"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpSource"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffHelpSlugRestoreArticle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffHelpSlugVersionsHelpVersions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                slug: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["HelpVersionView"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffHolidaysListHolidays: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Holiday"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffHolidaysGiveHolidays: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["HolidaysGiven"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Holiday"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffHomeStaffHome: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffHome"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewersListInterviewers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberName"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsListInterviews: {
        parameters: {
            query?: {
                /** @description Rows a page, 50 unless said. */
                limit?: number;
                /** @description `next` of the page before. */
                after?: string | null;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InterviewPage"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdReviewInterview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Review"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdAccommodationsGetAccommodations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccommodationsView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdAccommodationsSetAccommodations: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InForce"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["AccommodationsView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdEraseEraseInterview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ErasureAsked"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ErasureCertificate"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdIdentityReadIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdIdentityDecideIdentity: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["IdentityDecision"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["IdentityView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdIdentityPhotoSeeIdentityPhoto: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdInvitationInvitationStatus: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkStatus"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdInvitationRevokeRevokeInvitation: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkStatus"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdInvitationSendSendInvitationAgain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["LinkAsked"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkSent"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdMaterialsGetMaterials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialsView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdMaterialsSetMaterials: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MaterialsDraft"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MaterialsView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdNotesReadNotes: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffNoteView"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdNotesWriteNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["WriteNote"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffNoteView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdNotesNoteIdEditNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
                note_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["EditNote"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffNoteView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdNotesNoteIdDropNote: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
                note_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdReopenReopenInterview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReopenAsked"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LinkSent"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdRoomSeeRoom: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffRoomView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdRoomAskAskInRoom: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["AskQuestion"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffRoomView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdRoomFinishFinishInterview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InRoom"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffRoomView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdRoomHandBackHandBack: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InRoom"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffRoomView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdRoomHereBeHere: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InRoom"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdRoomJoinJoinRoom: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["JoinRoom"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RoomJoined"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdRoomLeaveLeaveRoom: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InRoom"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdRoomQuestionsQueueQuestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["QueueQuestion"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuedQuestion"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdRoomQuestionsQuestionIdDropQuestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
                question_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuedQuestion"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdRoomQuestionsQuestionIdTakeTakeQuestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
                question_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["QueuedQuestion"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdRoomReactionsReactInRoom: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["SendReaction"];
            };
        };
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdRoomStateSayRoomState: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["OwnRoomState"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["LiveRoomView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdRoomTakeOverTakeOver: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["InRoom"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["StaffRoomView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdScorecardSaveScorecard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CardDraft"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnCard"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdScorecardDiscardScorecard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdScorecardAmendmentAmendScorecard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["OwnCard"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdScorecardSubmissionSubmitScorecard: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CardSubmission"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScorecardPanel"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdScorecardsReadScorecards: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScorecardPanel"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdScorecardsDisclosureOpenScorecards: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ScorecardPanel"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInterviewsInterviewIdTranscribeTranscribeInterview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request accepted, processing continues off-line */
            202: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInvitationsInviteCandidate: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["CandidateAsked"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CandidateInvited"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffInvitationsChoicesInvitingChoices: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["InvitingChoices"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffMembersListMembers: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberRow"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffMembersInviteMember: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["NewMember"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberRow"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffMembersMemberIdActivateActivateMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberRow"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffMembersMemberIdDeactivateDeactivateMember: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberRow"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffMembersMemberIdInviteInviteMemberAgain: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberRow"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffMembersMemberIdRightsChangeRights: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                member_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["MemberRights"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MemberRow"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffMonitorRunningInterviews: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MonitorView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffMonitorResponseTimesRescueTimes: {
        parameters: {
            query?: {
                /** @description How far back, 30 days unless said. */
                days?: number;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ResponseTimes"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffMonitorInterviewIdCatchUp: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["MonitorDetail"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffMonitorInterviewIdAttendAttendInterview: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                interview_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Attending"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffNoticeChannelsNoticeChannels: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ChannelStatus"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffNoticeTemplatesTemplates: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateView"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffNoticeTemplatesKindPatienceSetPatience: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplatePatience"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffNoticeTemplatesKindPreviewPreviewTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateDraft"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplatePreview"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffNoticeTemplatesKindPublishPublishTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplatePublish"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffNoticeTemplatesKindVersionsSaveTemplate: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                kind: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["TemplateDraft"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplateView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffPolicyPolicyMatrix: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PolicyRow"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffPositionsPositionIdFlowsDraftFlow: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                position_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DraftAsked"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["FlowView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffPositionsPositionIdRubricsDraftRubric: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                position_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RubricView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffQuestionsListBankQuestions: {
        parameters: {
            query?: {
                /** @description Words that occur in it, in either language. */
                q?: string;
                kind?: "video" | "voice" | "text" | "code" | "choice" | "creative" | "scenario" | null;
                /** @description The id of a competency it assesses. */
                competency?: string | null;
                archived?: boolean;
            };
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankPage"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffQuestionsAddBankQuestion: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BankDraft"];
            };
        };
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffQuestionsQuestionIdReadBankQuestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                question_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffQuestionsQuestionIdEditBankQuestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                question_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BankDraft"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffQuestionsQuestionIdArchiveArchiveBankQuestion: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                question_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["BankArchived"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["BankView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRemindersReminderPlans: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReminderPlanPage"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRemindersPreviewPreviewReminder: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["Rule"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["TemplatePreview"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRemindersPlanIdSaveReminderPlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["ReminderPlanDraft"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["ReminderPlanView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRemindersPlanIdDropReminderPlan: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                plan_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRescueCallsListCalls: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RescueCalls"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRescueCallsRescueIdGetCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rescue_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RescueCall"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRescueCallsRescueIdAcceptAcceptCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rescue_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RescueCall"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRescueCallsRescueIdDeclineDeclineCall: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rescue_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RescueCall"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRescueDutyOwnDuty: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DutyView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRescueDutySwitchDuty: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["DutySwitched"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["DutyView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRescueRotaGetRota: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotaView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRescueRotaSaveRota: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RotaGiven"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RotaView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRubricsListRubrics: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["PositionRubrics"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRubricsRubricIdReadRubric: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rubric_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RubricView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRubricsRubricIdSaveRubric: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rubric_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RubricDraft"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RubricView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRubricsRubricIdDiscardRubric: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rubric_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffRubricsRubricIdPublishPublishRubric: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                rubric_id: string;
            };
            cookie?: never;
        };
        requestBody: {
            content: {
                "application/json": components["schemas"]["RubricToPublish"];
            };
        };
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["RubricView"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffScorecardsWaitingCardsWaiting: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["CardWaiting"][];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffSuppressionsSuppressions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Suppressed"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiStaffSuppressionsSuppressionIdLiftSuppression: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                suppression_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiSystemEventsGroupEventIdRetryRetryEvent: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                group: string;
                event_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Work"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiSystemWorkGetWork: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Work"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiSystemWorkJobIdRetryRetryJob: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                job_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Work"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiUnsubscribeTokenUnsubscribe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                token: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Unsubscribed"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ApiZonesListZones: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string[];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    CalendarFileCalendarFeed: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                file: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "text/calendar": string;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    ReadyzReadyz: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": components["schemas"]["Readiness"];
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RtcWhepRoomWatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                room: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RtcWhepRoomDescribeWatching: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                room: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    RtcWhepRoomResourceIdStopWatching: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                room: string;
                resource_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RtcWhepRoomResourceIdTrickleWatch: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                room: string;
                resource_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RtcWhipRoomPublish: {
        parameters: {
            query?: {
                purpose?: "interview" | "check";
            };
            header?: never;
            path: {
                room: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": string;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RtcWhipRoomDescribe: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                room: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    RtcWhipRoomResourceIdLeave: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                room: string;
                resource_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    RtcWhipRoomResourceIdTrickle: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                room: string;
                resource_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content?: never;
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UploadsCreateUpload: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Document created, URL follows */
            201: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UploadsUploadsOptions: {
        parameters: {
            query?: never;
            header?: never;
            path?: never;
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
        };
    };
    UploadsUploadIdOverrideUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UploadsUploadIdEndUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UploadsUploadIdUploadOptions: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Bad request syntax or unsupported method */
            400: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": {
                        detail: string;
                        extra?: null | {
                            [key: string]: unknown;
                        } | unknown[];
                        status_code: number;
                    };
                };
            };
        };
    };
    UploadsUploadIdUploadOffset: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, document follows */
            200: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
    UploadsUploadIdContinueUpload: {
        parameters: {
            query?: never;
            header?: never;
            path: {
                upload_id: string;
            };
            cookie?: never;
        };
        requestBody?: never;
        responses: {
            /** @description Request fulfilled, nothing follows */
            204: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/json": null;
                };
            };
            /** @description Any error, as a problem document. */
            default: {
                headers: {
                    [name: string]: unknown;
                };
                content: {
                    "application/problem+json": components["schemas"]["Problem"];
                };
            };
        };
    };
}
