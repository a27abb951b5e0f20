"""Whether a letter or a digit alone is a command, as the person chose (WCAG 2.1.4).

Somebody who dictates, or whose hand trembles, would give commands without meaning to.  It is
chosen before the window is made; keys held with Ctrl are commands in any case.
"""

_ON = [True]
_HELD = [False]


def use(*, are_commands: bool) -> None:
    """Make single letters commands, or nothing, in the widgets made from now on."""
    _ON[0] = are_commands


def are_commands() -> bool:
    """Say whether single letters are commands."""
    return _ON[0]


def hold() -> None:
    """Let letters give no command until `release`: the typist does not know where the focus is."""
    _HELD[0] = True


def release() -> None:
    """Let letters be commands again, as chosen."""
    _HELD[0] = False


def are_held() -> bool:
    """Say whether letters give no command just now."""
    return _HELD[0]
