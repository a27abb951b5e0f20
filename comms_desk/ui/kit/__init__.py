'''The parts that pages are built from; pages use these and the tokens of `theme`, nothing else.

A page is a `ui.page.Page`: a `TwoPanes` of a `ListColumn` and a `CardPane` in most cases.  It
asks by errands, turns the frozen values it gets into `Row`s in its own words, and shows them:

    class ContactsPage(Page):
        """A search box over a list, and the card of the one chosen.  It decides nothing."""

        KEY = "directory"

        def __init__(self, errands: Errands) -> None:
            super().__init__(errands)
            empty = EmptyState(_("No contact yet."), _("Import a file"))
            self.column = ListColumn(self.title(), _("Name, outlet, subject"), empty=empty)
            self.card = CardPane(_("Choose a contact to read it here."))
            self.fill(TwoPanes(self.column, self.card))      # the page's whole surface
            self.column.searched.connect(self.refresh)        # bound slots only, no lambda
            self.column.list.more_wanted.connect(self._more)
            self.column.list.picked.connect(self._read)
            empty.sample_wanted.connect(self.sample_wanted)

        @Slot()
        def refresh(self) -> None:                            # the latest question wins
            words = self.column.search.words
            self.errands.read("contacts", lambda office: office.contacts.search(words), self._show)

        @Slot(object)
        def _show(self, found: Page[Contact]) -> None:
            rows = [Row(key=c.id, title=c.name, detail=c.outlet) for c in found.rows]
            self.column.list.show_first(rows, total=found.total, next_key=found.next_key)
            self.column.show_list(anything=bool(rows))

A card's `CardField`s are saved by a `ui.editing.FieldSaver`, which also shows conflicts and
offers the undo.  Errors need nothing from a page: an errand without `failed` shows the
sentence of `wording` in the page's own bar.
'''
