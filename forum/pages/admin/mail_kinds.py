"""What administrators call the mails of the outbox, by the folder of each in templates/email."""

from forum.kernel.words import N_

MAIL_KINDS = {
    "account_closed": N_("Wish for an account that is closed"),
    "account_made": N_("A new account"),
    "address": N_("Confirmation of a new address"),
    "address_again": N_("Trial whether mail arrives"),
    "address_corrected": N_("Notice that an administrator changed the address"),
    "address_notice": N_("Notice that the address is to change"),
    "already_known": N_("Sign-up of somebody who has an account"),
    "confirm": N_("Confirmation of a new account"),
    "digest": N_("Several news in one"),
    "invitation": N_("Invitation"),
    "mail_refused": N_("Kind refusal"),
    "moderation": N_("News of a moderator's decision"),
    "news": N_("News"),
    "not_posted": N_("Words that do not stand in a thread or ticket"),
    "password": N_("Link to a new password"),
    "question_answered": N_("Answer to a question"),
    "receipt": N_("Receipt of a mail"),
    "suspended": N_("Notice of a suspension"),
    "ticket_deadline": N_("Deadline of a ticket"),
    "ticket_made": N_("Ticket opened"),
    "ticket_promise": N_("Promise in a ticket"),
    "ticket_reply": N_("Reply in a ticket"),
    "ticket_solved": N_("Ticket solved"),
    "ticket_waiting": N_("Ticket waits for its requester"),
}
