"""The logins of the sample company: they exist only in a database made by `make run`."""

SAMPLE_PASSWORD = "kencana-demo-2026"
SAMPLE_LOGINS = {
    "ana.lim@kencana.example": "employee",
    "iris.tan@kencana.example": "IT staff - Network",
    "mohan.pillai@kencana.example": "moderator",
    "aishah.rahman@kencana.example": "administrator",
}
