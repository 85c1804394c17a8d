"""Which person an imported author became, so that a second run finds him again."""

from sqlalchemy import ForeignKey, String
from sqlalchemy.orm import Mapped, mapped_column

from forum.kernel.db import Model


class ImportedPerson(Model):
    """The person behind a key such as `stackexchange:iot:u17`."""

    __tablename__ = "imported_person"

    key: Mapped[str] = mapped_column(String(80), primary_key=True)
    person_id: Mapped[int] = mapped_column(ForeignKey("person.id"), index=True)
