"""Several PDFs as one file, page after page, each found by its name in the list at the reader's side."""

import io
from collections.abc import Sequence


def joined(parts: Sequence[tuple[str, bytes]]) -> bytes:
    """Returns one PDF/A-2b of (name, PDF/A-2b); raises `ValueError` where there are none.

    What says that a file is PDF/A (metadata, colours) is taken over from the first.
    """
    from pypdf import PdfReader, PdfWriter

    if not parts:
        raise ValueError("nothing to join")
    # All are open until the end: the writer knows what it took by the identity of the reader.
    first, *rest = [(name, PdfReader(io.BytesIO(pdf))) for name, pdf in parts]
    writer = PdfWriter(clone_from=first[1])
    writer.add_outline_item(title=first[0], page_number=0)
    for name, reader in rest:
        writer.append(reader, outline_item=name, import_outline=False)
    writer.generate_file_identifiers()
    made = io.BytesIO()
    writer.write(made)
    return made.getvalue()
