"""The logins of the sample company: they exist only in a database made by `make run`."""

from forum.kernel.words import N_

SAMPLE_PASSWORD = "kencana-demo-2026"
SAMPLE_LOGINS = {
    "ana.lim@kencana.example": N_("Employee"),
    "iris.tan@kencana.example": N_("IT staff"),
    "mohan.pillai@kencana.example": N_("Moderator"),
    "aishah.rahman@kencana.example": N_("Administrator"),
}
