"""Several PDFs as one file, page after page, each found by its name in the list at the reader's side."""

import io
from collections.abc import Sequence


def joined(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """Returns one PDF/A-2b of (name, PDF/A-2b); raises `ValueError` where there are none.

    What says that a file is PDF/A (metadata, colours) is taken over from the first.
    """
    from pypdf import PdfWriter

    if not parts:
        raise ValueError("nothing to join")
    first, *rest = parts
    with PdfWriter(clone_from=io.BytesIO(first[1])) as writer:
        writer.add_outline_item(title=first[0], page_number=0)
        for name, pdf in rest:
            writer.append(io.BytesIO(pdf), outline_item=name, import_outline=False)
        made = io.BytesIO()
        writer.write(made)
    return made.getvalue()
