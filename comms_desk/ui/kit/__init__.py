'''The parts that pages are built from; pages use these and the tokens of `look`, nothing else.

A page is a `ui.frame.list_page.ListPage`, which shows how to write one, or, where it is no list
beside the one thing chosen, a `ui.frame.page.Page` that fills itself:

    class TodayPage(Page):
        """What waits now.  It decides nothing."""

        KEY = "today"
        SHOWS = frozenset({Subject.LETTER})

        def __init__(self, errands: Errands) -> None:
            super().__init__(errands)
            self.waiting = Lines()
            self.fill(scrolled(self.waiting))                 # the page's whole surface
            self.waiting.opened.connect(self.open_wanted)     # bound slots only, no lambda

        @Slot()
        def refresh(self) -> None:                            # the latest question wins
            self.errands.read("today", lambda office: office.today.view(), self._show)

        @Slot(object)
        def _show(self, today: Today) -> None:
            self.waiting.show_lines([line(each) for each in today.letters])

A card's `CardField`s are saved by a `ui.frame.editing.FieldSaver`, which also shows conflicts and
offers the undo.  Errors need nothing from a page: an errand without `failed` shows the
sentence of `wording` in the page's own bar.
'''
