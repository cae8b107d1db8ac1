"""Adding an entry to the directory and editing one, checked where it stands; what is there already is shown first."""

from __future__ import annotations

from collections.abc import Callable
from typing import Any, ClassVar, Final

from textual import on
from textual.app import ComposeResult
from textual.binding import Binding, BindingType

from coordtui.acts import Result
from coordtui.casework import directory as casework
from coordtui.casework.directory import Entry, Kind, MaybeSame, draft_of
from coordtui.errors import CoordError
from coordtui.models.people import OrganizationDraft, PractitionerDraft
from coordtui.rules.directory import check_languages, split_languages
from coordtui.rules.patient import check_email, check_phone
from coordtui.screens.base import CoordDialog
from coordtui.screens.kept_form import KeptForm
from coordtui.screens.provider_field import Provider, ProviderField
from coordtui.screens.words import language_words
from coordtui.widgets.form import BaseField, Choice, Field, Form
from coordtui.widgets.long_field import LongField
from coordtui.widgets.text import Words, styled

Draft = OrganizationDraft | PractitionerDraft
_KINDS: Final = (("o", "organization", "an organization"), ("p", "practitioner", "a person"))
_DRAFTS: Final[dict[Kind, type[OrganizationDraft] | type[PractitionerDraft]]] = {
    "organization": OrganizationDraft,
    "practitioner": PractitionerDraft,
}
_PLACES: Final[tuple[Kind, ...]] = ("organization",)
_UNKNOWN: Final = "This place is not in the directory yet. Add it first, or empty the line."


class EntryForm(KeptForm[str]):
    """The result is the `ref` of an entry that was added."""

    def __init__(self, kind: Kind | None = None, key: int | None = None) -> None:
        title = "Add to the directory" if key is None else "Edit the entry"
        super().__init__(title, classes="-wide")
        self.kind: Kind = kind or "organization"
        self.key = key
        self.form = Form(*self._fields())
        self._stored: Draft = _DRAFTS[self.kind]()

    def _fields(self) -> tuple[BaseField, ...]:
        return (
            Choice("kind", "this is", _KINDS, self.kind),
            Field("name", "name", placeholder="as they answer the phone"),
            Field("type", "what", placeholder="food pantry, cardiology practice, shelter ..."),
            Field("role", "what", placeholder="cardiologist, housing navigator ..."),
            ProviderField("organization_id", "works at", kinds=_PLACES, own_words=False, unknown=_UNKNOWN),
            Field("services", "offers", placeholder="what people are sent there for"),
            self.checked("phone", "phone", check_phone, self._echo("phone")),
            Field("other_phones", "more phones", placeholder="after hours 617 555 0123; nurse line ..."),
            self.checked("fax", "fax", lambda text: check_phone(text, "fax"), self._echo("fax")),
            self.checked("email", "e-mail", check_email, self._echo("email")),
            Field("website", "website"),
            LongField("address", "address", lines=2),
            Field("hours", "hours", placeholder="Mon to Fri 9 to 5, closed at noon"),
            self.checked("languages", "languages", check_languages, _languages, "Spanish, Vietnamese ..."),
            LongField("asks_for", "asks for", lines=2),
            LongField("note", "note", lines=2),
        )

    def _echo(self, name: str) -> Callable[[str], str]:
        """What was understood, where it is not what stands there."""

        def echo(understood: str) -> str:
            field = self.form.field(name)
            return "" if field is None or field.raw == understood else understood

        return echo

    def body(self) -> ComposeResult:
        yield self.problem
        yield self.form

    async def opened(self) -> None:
        if self.key is not None:
            self._stored = await self.ask(draft_of, self.kind, self.key)
        for name in type(self._stored).model_fields:
            field = self._field(name)
            if isinstance(field, ProviderField):
                await self._show_place(field)
            else:
                field.raw = getattr(self._stored, name) or ""
        await self.take_up()
        self._only_what_applies()
        self._field("kind" if self.key is None else "name").entry().focus()

    def _field(self, name: str) -> BaseField:
        field = self.form.field(name)
        assert field is not None, f"the form has every field of the drafts: {name}"
        return field

    async def _show_place(self, field: ProviderField) -> None:
        place = getattr(self._stored, "organization_id", None)
        if place is not None:
            view = await self.ask(casework.entry, "organization", place, self.today)
            field.set_provider(view.name, organization_id=place)

    @on(Form.FieldChanged)
    def _changed(self) -> None:
        self.problem.update("")
        self._only_what_applies()

    def _only_what_applies(self) -> None:
        """An organization and a person share most fields; the others are hidden, what was typed there stays."""
        if self.key is None:
            self.kind = "practitioner" if self._field("kind").raw == "p" else "organization"
        fields = _DRAFTS[self.kind].model_fields
        for field in self.form.fields:
            field.display = field.field_id in fields or (field.field_id == "kind" and self.key is None)

    # Drafts

    def draft_name(self) -> str:
        return f"draft.directory.{self.kind}.{self.key}" if self.key is not None else "draft.directory.new"

    # Saving

    @on(Form.Submitted)
    async def _save(self, event: Form.Submitted) -> None:
        draft = self._draft(event.values)
        try:
            await self._store(draft)
        except MaybeSame as same:
            self.app.push_screen(SameEntryDialog(same.entries), lambda answer: self._answered(answer, draft))
        except CoordError as error:
            self.complain(error)

    def _answered(self, answer: str | None, draft: Draft) -> None:
        """Save all the same, look at the other one (the form waits beneath), or go on typing."""
        if answer == "anyway":
            self.background("save", lambda: self._store(draft, anyway=True))

    def _draft(self, values: dict[str, Any]) -> Draft:
        model = _DRAFTS[self.kind]
        before = self._stored if self.key is not None else model()
        changed = {name: values[name] or None for name in self.typed().keys() & model.model_fields.keys()}
        if isinstance(place := changed.get("organization_id"), Provider):
            changed["organization_id"] = place.organization_id
        return before.model_copy(update=changed)

    async def _store(self, draft: Draft, *, anyway: bool = False) -> None:
        result = await self._act(draft, anyway)
        await self.drop_draft()
        self.dismiss(f"{self.kind}:{result.value}" if self.key is None else None)

    async def _act(self, draft: Draft, anyway: bool) -> Result:
        if isinstance(draft, OrganizationDraft):
            if self.key is None:
                return await self.act(casework.add_organization, draft, self.moment, anyway=anyway)
            return await self.act(casework.edit_organization, self.key, draft, self.moment, anyway=anyway)
        if self.key is None:
            return await self.act(casework.add_practitioner, draft, self.moment, anyway=anyway)
        return await self.act(casework.edit_practitioner, self.key, draft, self.moment, anyway=anyway)


def _languages(text: str) -> str:
    names = ", ".join(map(language_words, split_languages(text)))
    return "" if names == text else names


class SameEntryDialog(CoordDialog[str]):
    """What has this name or number already. The result is "anyway" to save all the same, else None."""

    BINDINGS: ClassVar[list[BindingType]] = [
        Binding("a", "verb('same.anyway')", "Save all the same", show=False),
    ]

    def __init__(self, entries: tuple[Entry, ...]) -> None:
        super().__init__("Maybe in the directory already", subtitle="esc goes back to the form")
        self.entries = entries

    def body(self) -> ComposeResult:
        yield Words("This name or number stands there already:\n")
        for one in self.entries[:5]:
            place = (one.place or "").split("\n")[0]
            more = " · ".join(filter(None, (one.role, place, one.phone, one.fax and f"fax {one.fax}")))
            yield Words(styled((one.name, "strong"), f" · {more}" if more else "", "" if one.active else " · retired"))
        if len(self.entries) > 5:
            yield Words(f"and {len(self.entries) - 5} more")
        yield Words(styled("\n", ("a", "bold"), "  save all the same\n", ("esc", "bold"), "  back to the form"))

    def action_anyway(self) -> None:
        self.dismiss("anyway")
